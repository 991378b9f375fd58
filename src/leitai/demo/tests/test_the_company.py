"""The demo company as it is loaded: the same for the same seed, every state of every room, and boards that move."""

import shutil
import tempfile
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase, override_settings

from leitai.approvals.queries import seats_waiting_for
from leitai.audit.sealing import seal
from leitai.audit.verification import findings
from leitai.contests import entrants, readings
from leitai.contests.models import Contest, Result
from leitai.contests.state import State, state_of, with_endings
from leitai.conversation.models import Message
from leitai.demo.arrivals import Arrivals
from leitai.demo.loading.company import load_company
from leitai.demo.simulator import SMALL
from leitai.demo.simulator.happenings import ZONE
from leitai.goals.models import Goal
from leitai.goals.queries import targets
from leitai.incentives.models import Line, Run, Statement
from leitai.metrics.queries import by_code, measure
from leitai.notifications.models import Entry
from leitai.organization.models import Person
from leitai.planning.models import Task
from leitai.sales.models import Record, SplitProposal
from leitai.search.models import Entry as Indexed
from leitai.tally.periods import Period

NOW = datetime(2026, 11, 18, 9, 12, tzinfo=ZONE)
MONTH = Period.month(2026, 11)


def load():
    return list(load_company(seed=7, months=4, now=NOW, regions=SMALL))


def digest() -> str:
    """Over what was loaded, by names and numbers; ids differ from one loading to the next."""
    told = [
        *Record.objects.filter(live=True)
        .order_by("source__code", "external_id")
        .values_list("external_id", "kind", "day", "person__code", "customer__code", "amount", "discount", "created_at"),
        *Goal.objects.order_by("person__code", "unit__name", "start", "end")
        .values_list("person__code", "unit__name", "start", "end", "in_force__target"),
        *[(name, *each) for name, ranking in sorted(standings().items()) for each in ranking],
        *Statement.objects.order_by("run__start", "person__code").values_list("run__start", "person__code", "total"),
        *Line.objects.order_by("statement__run__start", "statement__person__code", "position")
        .values_list("kind", "day", "base", "amount"),
        *Message.objects.order_by("at").values_list("author__person__name", "at"),
        *Task.objects.order_by("due", "title").values_list("title", "owner__code", "due"),
    ]  # fmt: skip
    return sha256("\n".join(map(str, told)).encode()).hexdigest()


def standings(at=NOW) -> dict[str, list[tuple]]:
    """{contest: [(who, place, score)]} of those that are published."""
    found = {}
    for contest in Contest.objects.filter(publication__isnull=False):
        sides = entrants.sides_of(contest)
        names = {side.pk: side.person.code if side.person_id else side.unit.name for side in sides}
        ranking = readings.standings(contest, sides, at)
        found[contest.name] = [(names[each.side], each.place, each.score) for each in ranking]
    return found


def waiting_for(name):
    return seats_waiting_for(Person.objects.get(name=name).user, on=NOW.date())


class TheCompany(TestCase):
    """The small company, loaded once for all of these; what a test adds goes with it."""

    @classmethod
    def setUpTestData(cls):
        files = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, files, ignore_errors=True)
        settings = override_settings(
            LEITAI_VAR=Path(files), PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
        )
        cls.enterClassContext(settings)
        with transaction.atomic():
            load()
            cls.told_before = digest()
            transaction.set_rollback(True)
        load()

    def test_the_same_seed_loads_the_same_company(self):
        assert digest() == self.told_before

    def test_a_second_loading_is_refused(self):
        with pytest.raises(CommandError):
            call_command("demo", "load")

    def test_contests_are_there_in_every_state(self):
        states = [state_of(each, NOW) for each in with_endings(Contest.objects.all())]
        assert {State.RUNNING, State.PUBLISHED, State.PROVISIONAL, State.FINAL, State.DRAFT} <= set(states)
        running = [each for each in with_endings(Contest.objects.all()) if state_of(each, NOW) == State.RUNNING]
        assert all(NOW < each.cut_off < NOW + timedelta(days=7) for each in running)

    def test_prizes_of_the_settled_contest_are_lines_of_the_next_statement(self):
        won = Result.objects.filter(place=1, awards__kind="money").values_list("awards", flat=True)
        assert won
        assert Line.objects.filter(award__in=won).count() == len(won)

    def test_two_runs_are_final_and_one_waits_for_finance(self):
        final = [run.is_final for run in Run.objects.order_by("start")]
        assert final == [True, True, False]
        assert [seat.step.round.request.subject_type for seat in waiting_for("唐静")] == ["incentives.run"]

    def test_the_lead_is_asked_three_things(self):
        asked = [seat.step.round.request for seat in waiting_for("陈思远") if seat.approver.person.name == "陈思远"]
        assert sorted((each.subject_type, each.kind) for each in asked) == [
            ("goals.goal", "agreement"),
            ("goals.goal", "revision"),
            ("sales.splitproposal", ""),
        ]
        assert SplitProposal.objects.filter(open=True).count() == 2

    def test_attainment_spreads_and_the_new_one_is_behind(self):
        metric, october = by_code("net_sales"), Period.month(2026, 10)
        wanted, done = targets(metric, october), measure(metric, october)
        people = [
            pk
            for pk in Person.objects.filter(goals__start=october.start).values_list("pk", flat=True)
            if wanted.get(pk)
        ]
        reached = sorted(100 * (done.get(pk) or 0) // wanted[pk] for pk in people)
        assert reached[len(reached) // 10] >= 50 and reached[-len(reached) // 10] <= 140
        assert reached[len(reached) // 4] + 15 < reached[3 * len(reached) // 4]
        new = Person.objects.get(name="刘子昂")
        assert (measure(metric, MONTH, as_of=NOW.date()).get(new.pk) or 0) * 2 < targets(metric, MONTH)[new.pk]

    def test_parts_add_up_to_units(self):
        metric = by_code("net_sales")
        of_units = targets(
            metric, MONTH, unit_ids=list(Goal.objects.filter(unit__isnull=False).values_list("unit", flat=True))
        )
        of_people = targets(metric, MONTH, person_ids=list(Person.objects.values_list("pk", flat=True)))
        assert max(of_units.values()) == sum(of_people.values())

    def test_yesterday_is_unread_and_last_week_is_not(self):
        unread = Entry.objects.filter(read_at__isnull=True)
        assert unread.filter(recipient__username="chensiyuan").exists()
        assert not unread.filter(at__lt=NOW - timedelta(days=2)).exists()

    def test_all_that_is_kept_is_as_calculated_again(self):
        while seal(at=NOW):
            pass
        found = {name: list(sentences) for name, sentences in findings()}
        assert found == {"audit chain": [], "records": [], "totals": [], "pay runs": [], "contests": []}

    def test_everybody_is_found(self):
        assert Indexed.objects.filter(subject_type="organization.person").count() == Person.objects.count()

    def test_a_deal_that_arrives_moves_a_standing(self):
        before, arrivals = standings(), Arrivals.of_demo()
        for second in range(6):
            arrivals.one(at=NOW + timedelta(seconds=second))
        assert standings()["双十一冲刺"] != before["双十一冲刺"]

    def test_half_an_hour_of_arrivals_leaves_the_month_as_it_was(self):
        metric = by_code("net_sales")
        before = measure(metric, MONTH, by="none")[None]
        arrivals = Arrivals.of_demo()
        for second in range(0, 1800, 15):
            arrivals.one(at=NOW + timedelta(seconds=second))
        # Three teams of twelve: a quarter of the month here is a sixteenth of the whole company's.
        assert before < measure(metric, MONTH, by="none")[None] < before * 5 // 4

    def test_stopping_and_starting_again_repeats_nothing(self):
        first = Arrivals.of_demo().one(at=NOW + timedelta(seconds=1))
        second = Arrivals.of_demo().one(at=NOW + timedelta(seconds=2))
        assert first.number != second.number
        assert Record.objects.filter(external_id__in=[first.number, second.number]).count() == 2

    def test_what_happened_while_it_was_not_running_comes_in_once(self):
        later = NOW + timedelta(days=2)
        assert Arrivals.of_demo().catch_up(at=later) > 0
        assert Arrivals.of_demo().catch_up(at=later) == 0

    def test_now_and_then_something_comes_back(self):
        arrivals = Arrivals.of_demo()
        kinds = {arrivals.one(at=NOW + timedelta(seconds=second)).kind for second in range(60)}
        assert kinds == {"order", "return"}
