"""Who has how much of it: two lists of the same length, people and percents, as a form sends them."""

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from leitai.organization.models import Person
from leitai.tally.amounts import AmountError, parse_rate


def read_shares(data: MultiValueDict, *, whole: int | None = None) -> tuple[tuple[int, int], ...]:
    """((person id, ppm), …) from `share_person` and `share_percent`; empty where one person has it all.

    `whole`: the person who has it all where nobody else is named. Raises ValidationError, also for an unknown
    person; whether the shares make 100% is asked later, with everything else.
    """
    pairs = zip(data.getlist("share_person"), data.getlist("share_percent"), strict=False)
    shares = [(_person_id(person), _ppm(percent)) for person, percent in pairs if person.strip()]
    if len(shares) == 1 and shares[0] == (whole, 1_000_000):
        return ()
    known = set(Person.objects.filter(pk__in=[person for person, _ppm in shares]).values_list("pk", flat=True))
    if any(person not in known for person, _ppm in shares):
        raise forms.ValidationError(_("One of these people is no longer here."), code="unknown_person")
    return tuple(shares)


def _person_id(text: str) -> int:
    if not text.isdecimal():
        raise forms.ValidationError(_("One of these people is no longer here."), code="unknown_person")
    return int(text)


def _ppm(text: str) -> int:
    try:
        return parse_rate(text.strip().rstrip("%％") + "%")
    except AmountError as error:
        said = _("“%(text)s” is no share. Write it like 40 or 33.3333.")
        raise forms.ValidationError(said, code="share", params={"text": text[:20]}) from error
