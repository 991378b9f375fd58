"""The prizes of a draft: a line goes by its own button, a lead chooses of their own unit's budget, what is asked rests."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from leitai.contests.actions import ask_to_publish
from leitai.contests.forms import BudgetForm
from leitai.contests.tests.arena import BEFORE, DURING, drafted
from leitai.incentives.actions import plan_budget
from leitai.organization.rights import rights_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def before(settings):
    settings.LEITAI_NOW = BEFORE.isoformat()


def lines(*prizes) -> dict:
    data = {"prizes-TOTAL_FORMS": str(len(prizes)), "prizes-INITIAL_FORMS": str(len(prizes))}
    for number, (first, amount) in enumerate(prizes):
        data |= {
            f"prizes-{number}-first": first, f"prizes-{number}-last": first, f"prizes-{number}-kind": "money",
            f"prizes-{number}-amount": amount,
        }  # fmt: skip
    return data


def test_a_line_goes_without_a_script_and_what_was_typed_in_the_others_stays(client, cast):
    contest = drafted(cast, people=[cast.wei, cast.li])
    client.force_login(cast.hemin.user, BACKEND)
    address = reverse("contests:prizes", args=[contest.pk])
    answer = client.post(address, lines((1, "3500"), (2, "2000"), (3, "")) | {"drop": "1"})
    shown = [(form["first"].value(), form["amount"].value()) for form in answer.context["formset"]]
    assert shown == [("1", "3500"), ("3", "")]
    assert contest.prizes.count() == 3, "nothing is kept before it is saved"
    client.post(address, lines((1, "3500"), (3, "900")) | {"save": "1"})
    assert list(contest.prizes.values_list("first", "amount")) == [(1, Decimal(3500)), (3, Decimal(900))]


def test_a_line_of_an_amendment_goes_without_publishing_it(client, cast, settings):
    from leitai.contests.tests.arena import running

    contest = running(cast)
    settings.LEITAI_NOW = DURING.isoformat()
    client.force_login(cast.hemin.user, BACKEND)
    answer = client.post(
        reverse("contests:amendment", args=[contest.pk]), lines((1, "3500"), (2, "1")) | {"drop": "0", "reason": "少发"}
    )
    assert answer.status_code == 200 and len(answer.context["formset"].forms) == 1
    assert contest.versions.count() == 1


def test_a_lead_may_ask_for_the_money_of_the_own_unit_and_of_no_other(cast):
    """A lead pays nobody: the line is chosen, a director says yes to it. So what one sees may be chosen."""
    contest = drafted(cast, people=[cast.wei, cast.li])
    days = {"start": date(2026, 10, 1), "end": date(2027, 1, 1), "planned": Decimal(1000), "by": cast.tang.user}
    own = plan_budget(name="一部竞赛", unit=cast.east, at=BEFORE, **days)
    plan_budget(name="二部竞赛", unit=cast.south, at=BEFORE, **days)
    form = BudgetForm(instance=contest, rights=rights_of(cast.mei.user, on=BEFORE.date()), needed=True)
    assert list(form.fields["budget_line"].queryset) == [own]
    assert "---------" not in str(form["budget_line"])


@pytest.mark.parametrize("name", ["rules", "prizes"])
def test_a_draft_under_approval_is_to_read_only(client, cast, name):
    contest = drafted(cast, people=[cast.wei, cast.li])
    contest.created_by = cast.mei.user
    contest.save(update_fields=["created_by"])
    client.force_login(cast.mei.user, BACKEND)
    address = reverse(f"contests:{name}", args=[contest.pk])
    assert '<fieldset class="whole">' in client.get(address).content.decode()
    ask_to_publish(contest=contest, by=cast.mei.user, at=BEFORE)
    assert '<fieldset class="whole" disabled>' in client.get(address).content.decode()
