"""What cannot be kept or counted is refused beside its field: no page of a contest breaks over it."""

import pytest
from django.urls import reverse

from leitai.contests.forms import PrizeForm, RulesForm
from leitai.contests.tests.arena import BEFORE, drafted
from leitai.contests.tests.test_amending_a_contest import typed
from leitai.organization.rights import rights_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NO_DAY = ("0001-01-01", "9999-12-31")


@pytest.fixture(autouse=True)
def before(settings):
    settings.LEITAI_NOW = BEFORE.isoformat()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("per_point", "0"), ("per_point", "-5"), ("grace_hours", "999999"), ("grace_hours", "-1"),
        ("notice_days", "99999999999"), *[("start", day) for day in NO_DAY], *[("last_day", day) for day in NO_DAY],
        ("cut_off", "9999-12-31T23:59"),
    ],
)  # fmt: skip
def test_rules_out_of_bounds_are_refused_beside_their_field(client, cast, name, said):
    contest = drafted(cast, people=[cast.wei, cast.li])
    form = RulesForm(
        typed(contest) | {name: said},
        instance=contest,
        rights=rights_of(cast.hemin.user, on=BEFORE.date()),
        on=BEFORE.date(),
    )
    assert name in form.errors
    client.force_login(cast.hemin.user, BACKEND)
    answer = client.post(reverse("contests:rules", args=[contest.pk]), typed(contest) | {name: said})
    assert answer.status_code == 200, "shown again, not sent on"
    assert client.get(reverse("contests:publication", args=[contest.pk])).status_code == 200


@pytest.mark.parametrize(
    ("kind", "field", "said"),
    [
        ("money", "amount", "-5"),
        ("points", "points", "99999999999999999999"),
        ("points", "points", "-1"),
        ("money", "first", "99999"),
    ],
)
def test_a_prize_out_of_bounds_is_refused_beside_its_field(kind, field, said):
    form = PrizeForm({"first": "1", "last": "", "kind": kind, "amount": "100", field: said})
    assert list(form.errors) == [field] and len(form.errors[field]) == 1
