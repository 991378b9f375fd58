"""Whatever is posted, returned, revised, split, moved, imported and undone: totals equal records."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from leitai.customers.models import Customer
from leitai.imports.models import Batch
from leitai.organization.actions import move_person
from leitai.organization.errors import OrganizationError
from leitai.sales.actions import lock_records, recompute_totals, reverse_records, revise_record, undo_batch
from leitai.sales.content import Content, content_of
from leitai.sales.errors import UndoRefused
from leitai.sales.models import Channel, Product, Record, Reversal
from leitai.sales.queries import check_records, check_totals
from leitai.sales.tests.posting import post
from tests.people import NOW, make_cast

FIRST = date(2026, 10, 25)
NUMBERS = [f"N{n}" for n in range(8)]
days = st.integers(0, 20).map(lambda n: FIRST + timedelta(n))
amounts = st.integers(0, 10**9).map(lambda units: Decimal(units) / 10_000)
maybe = st.none() | amounts
who = st.integers(0, 3)


@st.composite
def shares(draw):
    people = draw(st.lists(who, min_size=2, max_size=3, unique=True))
    cuts = sorted(
        draw(st.lists(st.integers(1, 999_998), min_size=len(people) - 1, max_size=len(people) - 1, unique=True))
    )
    edges = [0, *cuts, 1_000_000]
    return tuple((person, high - low) for person, low, high in zip(people, edges, edges[1:], strict=False))


@st.composite
def things(draw):
    """A content in words of the world: people, customers and products by place."""
    kind = draw(st.sampled_from(["order", "order", "return", "payment", "won", "activity"]))
    amount = draw(amounts)
    return {
        "kind": kind, "day": draw(days), "who": draw(who), "amount": -amount if kind == "return" else amount,
        "quantity": draw(amounts), "cost": draw(maybe), "discount": draw(amounts),
        "customer": draw(st.none() | st.integers(0, 1)), "product": draw(st.none() | st.integers(0, 1)),
        "channel": draw(st.none() | st.just(0)), "shares": draw(st.just(()) | shares()),
    }  # fmt: skip


files = st.dictionaries(st.sampled_from(NUMBERS), things(), min_size=1, max_size=5)


class Histories(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        cast = make_cast()
        self.people = [cast.wei, cast.li, cast.chen, cast.qiang]
        self.units = [cast.east, cast.south, cast.whole]
        self.customers = [Customer.objects.create(name=name, created_at=NOW) for name in "甲乙"]
        self.products = [Product.objects.create(name=name) for name in "机器"]
        self.channels = [Channel.objects.create(name="直销")]
        self.batches = []

    def teardown(self):
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def content(self, number, thing) -> Content:
        said = dict(thing)
        for name, rows in (("customer", self.customers), ("product", self.products), ("channel", self.channels)):
            place = said.pop(name)
            said[f"{name}_id"] = None if place is None else rows[place].pk
        said["person_id"] = self.people[said.pop("who")].pk
        said["shares"] = tuple((self.people[place].pk, share) for place, share in said["shares"])
        return Content(external_id=number, **said)

    def live(self, place) -> Record:
        records = list(Record.objects.filter(live=True).order_by("id"))
        return records[place % len(records)]

    @rule(file=files, imported=st.booleans())
    def post(self, file, imported):
        batch = Batch.objects.create(kind="records", file_name="f", created_at=NOW) if imported else None
        contents = [self.content(number, thing) for number, thing in file.items()]
        post(*contents, batch=batch)
        self.batches += [batch] if batch else []
        again = post(*contents)
        assert (again.new, again.changed, again.same) == (0, 0, len(contents))

    @precondition(lambda self: Record.objects.filter(live=True).exists())
    @rule(place=st.integers(0, 99), thing=things())
    def revise(self, place, thing):
        record = self.live(place)
        revise_record(record=record, content=self.content(record.external_id, thing), reason="改", by=None, at=NOW)

    @precondition(lambda self: Record.objects.filter(live=True).exists())
    @rule(place=st.integers(0, 99))
    def withdraw(self, place):
        reverse_records(records=[self.live(place)], by=None, at=NOW, reason="撤")

    @precondition(lambda self: Record.objects.filter(live=True).exists())
    @rule(place=st.integers(0, 99))
    def lock(self, place):
        lock_records(records=[self.live(place)], run_label="核算", by=None, at=NOW)

    @rule(place=who, unit=st.integers(0, 2), day=days)
    def move(self, place, unit, day):
        try:
            with transaction.atomic():
                move_person(person=self.people[place], unit=self.units[unit], start=day, by=None, at=NOW)
        except OrganizationError:
            pass

    @precondition(lambda self: self.batches)
    @rule(place=st.integers(0, 99))
    def undo(self, place):
        batch = self.batches[place % len(self.batches)]
        before = self.as_it_was(batch)
        try:
            with transaction.atomic():
                undo_batch(batch=batch, by=None, at=NOW)
        except UndoRefused as refused:
            assert refused.reasons()
        else:
            assert {number: self.said(number) for number in before} == before

    def as_it_was(self, batch) -> dict:
        """What was live before the batch, for each number whose newest truth is the batch's."""
        found = {}
        for record in Record.objects.filter(batch=batch, live=True):
            replaced = Record.objects.filter(
                external_id=record.external_id, reversal__batch=batch, reversal__cause=Reversal.Cause.REVISION
            ).exclude(batch=batch)
            found[record.external_id] = content_of(replaced.get()) if replaced else None
        return found

    def said(self, number):
        live = Record.objects.filter(external_id=number, live=True).first()
        return content_of(live) if live else None

    @invariant()
    def totals_equal_records_and_parts_equal_wholes(self):
        assert check_totals() == []
        assert check_records() == []

    @invariant()
    def at_most_one_revision_counts(self):
        live = Counter(Record.objects.filter(live=True).values_list("external_id", flat=True))
        assert all(count == 1 for count in live.values())

    @rule()
    def recompute(self):
        recompute_totals()


@pytest.mark.django_db
def test_random_histories_add_up():
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_revision_to_the_same_content_is_no_revision(cast):
    (record,) = post(Content(external_id="N", kind="order", day=FIRST, person_id=cast.wei.pk)).records
    assert revise_record(record=record, content=replace(content_of(record)), reason="", by=None, at=NOW) == record
