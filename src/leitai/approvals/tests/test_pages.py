"""The pages of approvals: who may open them, what they say, and that their cost does not grow with their length."""

from datetime import timedelta

import pytest
from django.urls import reverse

from leitai.approvals.actions import decide, delegate, resubmit
from leitai.approvals.models import Decision, Delegation, Flow, Request, Seat
from leitai.approvals.steps import Change, Step
from leitai.notifications.models import Entry
from leitai.notifications.phrases import Money
from leitai.organization.models import Unit
from tests.people import DAY, NOW, hire

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(settings):
    settings.LEITAI_NOW = "2026-11-18T09:12:00+08:00"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(getattr(person, "user", person))
        return client

    return sign_in


def page(request) -> str:
    return reverse("approvals:request", args=[request.pk])


class TestWhoSees:
    def test_those_who_take_part_and_those_who_see_the_subject(self, cast, ask, as_):
        request = ask(Step(role="finance"))
        for person in (cast.wei, cast.tang, cast.mei, cast.shen):
            assert as_(person).get(page(request)).status_code == 200, person
        for person in (cast.chen, cast.qiang, cast.li):
            assert as_(person).get(page(request)).status_code == 404, person

    def test_a_delegate_sees_it_while_standing_in(self, cast, ask, as_):
        request = ask(Step(people=[cast.tang]))
        assert as_(cast.li).get(page(request)).status_code == 404
        delegate(
            principal=cast.tang.user, to=cast.li.user, by=cast.tang.user, at=NOW, start=DAY, end=DAY + timedelta(1)
        )
        assert as_(cast.li).get(page(request)).status_code == 200

    def test_strangers_cannot_decide_withdraw_or_remind(self, cast, ask, as_):
        request = ask()
        for name in ("decision", "withdrawal", "reminder", "round"):
            address = reverse(f"approvals:{name}", args=[request.pk])
            assert as_(cast.chen).post(address, {"verdict": "approved"}).status_code == 404

    def test_settings_and_reassignment_are_the_administrators(self, cast, ask, as_):
        ask()
        addresses = [
            reverse("approvals:flows"),
            reverse("approvals:flow", args=["organization.unit"]),
            reverse("approvals:reassignment", args=[Seat.objects.get().pk]),
        ]
        for address in addresses:
            assert as_(cast.hemin).get(address).status_code == 404
            assert as_(cast.an).get(address).status_code == 200


class TestWaiting:
    def test_what_was_asked_today_is_told_so_and_the_older_by_the_days_it_waits(self, cast, ask, as_, settings):
        ask()
        assert "since <b>today</b>" in as_(cast.mei).get(reverse("approvals:waiting")).content.decode()
        settings.LEITAI_NOW = "2026-11-21T09:12:00+08:00"
        said = as_(cast.mei).get(reverse("approvals:waiting")).content.decode()
        assert "<b>3 days waiting</b>" in said and "<b>today</b>" not in said


class TestDeciding:
    def decide(self, client, request, **data):
        return client.post(reverse("approvals:decision", args=[request.pk]), data)

    def test_from_the_list_the_row_goes_and_a_refusal_is_said(self, cast, ask, as_, client):
        request = ask()
        as_(cast.mei)
        answer = client.post(
            reverse("approvals:decision", args=[request.pk]),
            {"verdict": "approved", "from": "list"},
            HTTP_HX_REQUEST="true",
        )
        assert "Nothing waits for you" in answer.content.decode()
        again = client.post(
            reverse("approvals:decision", args=[request.pk]),
            {"verdict": "approved", "from": "list"},
            HTTP_HX_REQUEST="true",
        )
        assert "no longer waiting" in again.content.decode()
        assert Decision.objects.count() == 1

    def test_a_return_without_a_reason_keeps_the_page_and_says_so_beside_the_field(self, cast, ask, as_):
        request = ask()
        answer = self.decide(as_(cast.mei), request, verdict="returned", reason=" ")
        assert answer.status_code == 422
        assert "Say why" in answer.content.decode()

    def test_a_reason_too_long_is_kept(self, cast, ask, as_):
        request = ask()
        answer = self.decide(as_(cast.mei), request, verdict="rejected", reason="长" * 1001)
        assert answer.status_code == 422
        assert "长" * 1001 in answer.content.decode()

    def test_a_seat_of_another_request_is_not_taken(self, cast, ask, as_):
        mine, other = ask(), ask(subject=cast.south, by=cast.chen)
        seat = Seat.objects.get(step__round__request=other)
        self.decide(as_(cast.mei), mine, verdict="approved", seat=seat.pk)
        assert Decision.objects.get().seat.step.round.request == mine

    def test_a_next_address_of_another_host_is_not_followed(self, cast, ask, as_):
        request = ask()
        answer = self.decide(as_(cast.mei), request, verdict="approved", next="https://evil.example/")
        assert answer.url == page(request)

    def test_having_decided_the_bell_is_quiet(self, cast, ask, as_, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            request = ask()
        assert Entry.objects.filter(recipient=cast.mei.user, read_at=None).count() == 1
        self.decide(as_(cast.mei), request, verdict="approved")
        assert not Entry.objects.filter(recipient=cast.mei.user, read_at=None).exists()


def test_a_new_round_says_what_it_was_before(cast, ask, as_):
    request = ask(summary=[Change("Target", Money(110), Money(62))])
    decide(request=request, by=cast.mei.user, verdict="returned", reason="too low", at=NOW)
    resubmit(request=request, by=cast.wei.user, summary=[Change("Target", Money(110), Money(80))], at=NOW)
    text = as_(cast.mei).get(page(request)).content.decode()
    assert "last round ¥62.00" in text
    assert "too low" in text


def test_what_changes_is_named_in_the_readers_language(cast, ask, as_):
    client = as_(cast.mei)
    client.cookies["django_language"] = "zh-hans"
    assert "<td>目标值</td>" in client.get(page(ask(summary=[Change("target", 110, 62)]))).content.decode()


def test_the_requester_mends_withdraws_and_reminds(cast, ask, as_):
    request = ask()
    client = as_(cast.wei)
    client.post(reverse("approvals:reminder", args=[request.pk]))
    decide(request=request, by=cast.mei.user, verdict="returned", reason="so", at=NOW)
    assert "Hand in again" in client.get(page(request)).content.decode()
    client.post(reverse("approvals:round", args=[request.pk]), {"note": "mended"})
    assert request.rounds.count() == 2
    client.post(reverse("approvals:withdrawal", args=[request.pk]))
    assert not Request.objects.get().open


class TestDelegating:
    def send(self, client, **data):
        return client.post(reverse("approvals:delegations"), {"when": "days", "start": DAY, "last": DAY, **data})

    @pytest.mark.parametrize("typed", ["丽", "HY-li", "丽 HY-li"])
    def test_somebody_is_named_by_name_number_or_both(self, cast, as_, typed):
        assert self.send(as_(cast.mei), delegate=typed).status_code == 302
        made = Delegation.objects.get()
        assert (made.delegate, made.start, made.end) == (cast.li.user, DAY, DAY + timedelta(days=1))

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            ({"delegate": "何"}, "Did you mean 何敏?"),
            ({"delegate": "nobody"}, "Nobody has this name."),
            ({"delegate": "梅"}, "Choose somebody else"),
            ({"delegate": "丽", "last": DAY - timedelta(days=1)}, "before the first"),
            ({"delegate": "丽", "start": ""}, "Choose a day."),
            ({"delegate": ""}, "required"),
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, cast, as_, data, why):
        answer = self.send(as_(cast.mei), **data)
        assert answer.status_code == 422
        assert why in answer.content.decode()

    def test_of_namesakes_the_number_decides(self, cast, as_):
        hire("丽", "li2", cast.south, "rep")
        assert "add the staff number" in self.send(as_(cast.mei), delegate="丽").content.decode()

    def test_one_ends_only_ones_own(self, cast, as_):
        self.send(as_(cast.mei), delegate="丽")
        address = reverse("approvals:end_delegation", args=[Delegation.objects.get().pk])
        assert as_(cast.li).post(address).status_code == 404
        assert as_(cast.mei).post(address).status_code == 302


def test_an_administrator_sets_a_flow(cast, asked_about, as_):
    client = as_(cast.an)
    address = reverse("approvals:flow", args=["organization.unit"])
    one = {"mode": "all", "unit": "", "due_in_workdays": "", "threshold": "", "person": ""}
    data = {"steps-TOTAL_FORMS": 2, "steps-INITIAL_FORMS": 1}
    data |= {f"steps-0-{name}": value for name, value in {**one, "who": "lead"}.items()}
    data |= {
        f"steps-1-{name}": value
        for name, value in {**one, "who": "person", "person": "唐静", "threshold": "50万"}.items()
    }
    assert client.post(address, data).status_code == 302
    lead, tang = Flow.objects.get().steps.all()
    assert (lead.role, tang.person, tang.threshold) == ("lead", cast.tang, 500_000)
    assert "set by an" in client.get(reverse("approvals:flows")).content.decode()
    refused = client.post(address, {**data, "steps-0-threshold": "1万"})
    assert refused.status_code == 422
    assert "asked for every amount" in refused.content.decode()
    refused = client.post(address, {**data, "steps-1-person": "nobody"})
    assert "Nobody has this name." in refused.content.decode()


class TestCost:
    @pytest.fixture
    def many(self, cast, ask):
        """More requests on more subjects, each with an earlier round."""

        def more(count):
            for number in range(count):
                unit = Unit.objects.create(name=f"组{count}-{number}", parent=cast.east)
                request = ask(
                    Step(people=[cast.mei, cast.tang]), subject=unit, params={"who": cast.li}, title="%(who)s"
                )
                decide(request=request, by=cast.mei.user, verdict="returned", reason="so", at=NOW)
                resubmit(request=request, by=cast.wei.user, at=NOW)

        return more

    @pytest.mark.parametrize("name", ["waiting", "asked", "decided"])
    def test_lists_cost_the_same_at_any_length(self, cast, as_, many, name, django_assert_max_num_queries):
        person = cast.wei if name == "asked" else cast.mei
        client = as_(person)
        many(2)
        client.get(reverse(f"approvals:{name}"))
        with django_assert_max_num_queries(40) as few:
            client.get(reverse(f"approvals:{name}"))
        many(10)
        with django_assert_max_num_queries(len(few)):
            client.get(reverse(f"approvals:{name}"))

    def test_a_page_costs_the_same_with_any_history(self, cast, ask, as_, django_assert_max_num_queries):
        request = ask(Step(people=[cast.mei, cast.tang]))
        client = as_(cast.mei)
        client.get(page(request))
        with django_assert_max_num_queries(50) as few:
            client.get(page(request))
        for _ in range(6):
            decide(request=request, by=cast.mei.user, verdict="returned", reason="so", at=NOW)
            resubmit(request=request, by=cast.wei.user, at=NOW)
        with django_assert_max_num_queries(len(few) + 1):
            client.get(page(request))
