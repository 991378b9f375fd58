"""`leitai verify` names what was changed behind the product's back, and says so in its exit."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from leitai.audit import verification
from leitai.audit.models import Block, Entry
from leitai.audit.sealing import head, seal
from leitai.sales.models import PersonDay, Record
from leitai.sales.tests.posting import order, post
from tests.people import NOW

pytestmark = pytest.mark.django_db


def verify(*arguments, **options) -> tuple[int, str, str]:
    said, found = StringIO(), StringIO()
    try:
        call_command("verify", *arguments, stdout=said, stderr=found, **options)
    except SystemExit as ended:
        return ended.code, said.getvalue(), found.getvalue()
    return 0, said.getvalue(), found.getvalue()


@pytest.fixture
def sold(cast):
    post(order(cast.wei, "100", "A1"), order(cast.li, "200", "A2"))
    seal(at=NOW)
    return cast


def test_all_is_as_it_should_be(sold):
    code, said, found = verify()
    assert (code, found) == (0, "")
    assert all(name in said for name in ("audit chain", "records", "totals", "pay runs", head()))


def test_a_changed_record_and_the_total_that_no_longer_fits_are_named(sold):
    changed = Record.objects.get(external_id="A2")
    Record.objects.filter(pk=changed.pk).update(amount=201)
    code, said, found = verify()
    assert code == 1
    assert f"record {changed.pk} " in found and "content differs from its digest" in found
    assert "PersonDay" in found and f"'person_id': {sold.li.pk}" in found
    assert "audit chain              ok" in said


def test_only_what_was_asked_for_is_checked(sold):
    PersonDay.objects.all().delete()
    assert verify("audit chain")[0] == 0
    code, said, _ = verify("totals")
    assert code == 1 and "audit chain  " not in said.split("head")[0]
    with pytest.raises(CommandError, match=r"there are .*audit chain"):
        verify("weather")


def test_a_cut_chain_is_told_by_a_head_noted_before(sold):
    noted = head()
    assert verify(head=noted)[0] == 0
    Entry.objects.all().delete()
    Block.objects.all().delete()
    code, said, found = verify(head=noted)
    assert code == 1 and "audit chain              ok" in said and f"does not lead to {noted}" in found


def test_one_name_is_one_check():
    with pytest.raises(ValueError):
        verification.register("totals", list)
