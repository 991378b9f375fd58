"""Posting: what comes in, what is already there, what is refused."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.audit.models import Entry
from leitai.sales import events
from leitai.sales.actions import post_records, revise_record
from leitai.sales.content import content_of, problems_of
from leitai.sales.errors import ChangedMeanwhile, ContentRefused, SaidTwice
from leitai.sales.models import PersonDay, Record, Reversal, UnitMonth
from leitai.sales.queries import Fate, check_records, check_totals, compare
from leitai.sales.tests.posting import order, post, source
from tests.people import DAY, NOW


def agree():
    assert check_totals() == []
    assert check_records() == []


def test_an_order_counts_for_its_person_and_the_unit_of_its_day(cast):
    posting = post(order(cast.wei, "126000"))
    (record,) = posting.records
    assert (posting.new, posting.same, posting.changed) == (1, 0, 0)
    assert record.unit_id == cast.east.pk
    assert PersonDay.objects.get().amount == Decimal(126000)
    assert UnitMonth.objects.get().unit == cast.east
    agree()


def test_the_same_content_again_changes_nothing(cast):
    post(order(cast.wei), order(cast.wei, number="A2"))
    before = Entry.objects.count()
    again = post(order(cast.wei), order(cast.wei, number="A2"))
    assert (again.new, again.same, again.changed) == (0, 2, 0)
    assert Record.objects.count() == 2
    assert Entry.objects.count() == before
    assert not again


def test_changed_content_reverses_the_last_revision_and_adds_one(cast):
    post(order(cast.wei, "100"))
    posting = post(order(cast.wei, "80"))
    first, second = Record.objects.order_by("revision")
    assert (posting.changed, first.live, second.live, second.revision) == (1, False, True, 2)
    assert first.reversal.cause == Reversal.Cause.REVISION
    assert PersonDay.objects.get().amount == 80
    assert PersonDay.objects.get().count == 1
    agree()


def test_a_record_may_move_to_another_person_day_and_product(cast):
    post(order(cast.wei, "100"))
    post(order(cast.chen, "100", day=date(2026, 10, 1)))
    assert PersonDay.objects.get(person=cast.wei).amount == 0
    agree()


def test_the_same_thing_said_twice_in_one_posting_is_once(cast):
    assert post(order(cast.wei), order(cast.wei)).new == 1


def test_two_different_things_under_one_number_are_refused_naming_both(cast):
    with pytest.raises(SaidTwice) as refused:
        post(order(cast.wei, "100"), order(cast.wei, "90"))
    assert "A1" in str(refused.value)
    assert refused.value.differences["amount"] == (Decimal(100), Decimal(90))
    assert not Record.objects.exists()


def test_two_sources_may_use_one_number(cast):
    post(order(cast.wei))
    assert post(order(cast.wei), origin=source("erp")).new == 1


def test_a_number_is_read_exactly_as_shown(cast):
    assert post(order(cast.wei, number="00123"), order(cast.wei, number="123")).new == 2


def test_a_person_without_a_unit_that_day_keeps_the_record_under_no_unit(cast):
    early = order(cast.wei, day=date(2020, 5, 1))
    assert post(early).records[0].unit_id is None
    post(replace(early, external_id="A2"))
    assert UnitMonth.objects.get(unit__isnull=True).count == 2
    agree()


def test_shares_give_parts_that_add_up_exactly(cast):
    shares = ((cast.wei.pk, 333_333), (cast.li.pk, 333_333), (cast.chen.pk, 333_334))
    (record,) = post(order(cast.wei, "0.0002", shares=shares, cost=Decimal("0.0001"))).records
    assert sum(credit.amount for credit in record.credits.all()) == Decimal("0.0002")
    assert {credit.unit_id for credit in record.credits.all()} == {cast.east.pk, cast.south.pk}
    agree()


@pytest.mark.parametrize("shares", [(500_000,), (600_000, 500_000), (999_999,)])
def test_shares_that_do_not_total_100_percent_are_refused(cast, shares):
    people = [cast.wei.pk, cast.li.pk]
    with pytest.raises(ContentRefused) as refused:
        post(order(cast.wei, shares=tuple(zip(people, shares, strict=False))))
    assert refused.value.problems["A1"][0].code == "shares_not_whole"


def test_a_split_of_a_refund_is_the_sales_with_the_sign_turned(cast):
    shares = ((cast.wei.pk, 333_333), (cast.li.pk, 666_667))
    (sale,) = post(order(cast.wei, "100.0001", shares=shares)).records
    (back,) = post(order(cast.wei, "-100.0001", "R1", kind="return", shares=shares)).records
    assert [each.amount for each in sale.credits.order_by("person_id")] == [
        -each.amount for each in back.credits.order_by("person_id")
    ]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"amount": "-1"}, "order_negative"),
        ({"amount": "1", "kind": "return"}, "return_positive"),
        ({"amount": "1000000000000000"}, "too_large"),
        ({"amount": "0.00001"}, "too_many_decimals"),
        ({"note": "字" * 501}, "too_long"),
        ({"note": "a\x00b"}, "control_character"),
        ({"kind": "gift"}, "kind"),
        ({"number": ""}, "number_missing"),
        ({"at": datetime(2026, 11, 18, 9)}, "time_without_zone"),
    ],
)
def test_what_cannot_be_a_record_is_named_before_it_is_posted(cast, said, code):
    content = order(cast.wei, **{"amount": "1", **said})
    assert [problem.code for problem in problems_of(content)] == [code]
    with pytest.raises(ContentRefused) as refused:
        post(order(cast.wei, number="fine"), content)
    assert str(refused.value)
    assert not Record.objects.exists()


def test_long_notes_emoji_and_markup_are_kept_as_they_are(cast):
    note = "🎉<script>alert(1)</script>" + "字" * 460
    assert Record.objects.get(pk=post(order(cast.wei, note=note)).records[0].pk).note == note


def test_the_largest_amounts_add_up(cast):
    post(*[order(cast.wei, "1000000000000", f"A{n}") for n in range(100)])
    assert PersonDay.objects.get().amount == Decimal("1e14")
    agree()


def test_a_withdrawn_record_comes_back_as_its_next_revision(cast):
    from leitai.sales.actions import reverse_records

    (record,) = post(order(cast.wei)).records
    reverse_records(records=[record], by=None, at=NOW, reason="记错了")
    posting = post(order(cast.wei))
    assert (posting.new, posting.records[0].revision) == (1, 2)
    agree()


def test_a_correction_by_hand_outlives_the_unchanged_file(cast):
    (record,) = post(order(cast.wei, "100")).records
    revise_record(
        record=record, content=replace(content_of(record), amount=Decimal(90)), reason="少开了税", by=None, at=NOW
    )
    assert post(order(cast.wei, "100")).same == 1
    assert Record.objects.get(live=True).amount == 90
    assert post(order(cast.wei, "110")).changed == 1
    assert Record.objects.get(live=True).amount == 110
    agree()


def test_a_correction_of_something_changed_meanwhile_is_refused(cast):
    (record,) = post(order(cast.wei, "100")).records
    post(order(cast.wei, "80"))
    with pytest.raises(ChangedMeanwhile) as refused:
        revise_record(record=record, content=content_of(record), reason="晚了", by=None, at=NOW)
    assert refused.value.current.amount == 80


def test_a_split_agreed_here_outlives_a_new_amount_from_the_source(cast):
    (record,) = post(order(cast.wei, "100")).records
    shares = ((cast.wei.pk, 600_000), (cast.li.pk, 400_000))
    revise_record(record=record, content=replace(content_of(record), shares=shares), reason="一起谈的", by=None, at=NOW)
    post(order(cast.wei, "200"))
    assert [each.amount for each in Record.objects.get(live=True).credits.order_by("person_id")] == [120, 80]
    assert post(order(cast.wei, "200")).same == 1
    agree()


def test_the_preview_says_what_posting_would_do(cast):
    post(order(cast.wei, "100"), order(cast.wei, number="A2"))
    fates = compare(
        source=source(), contents=[order(cast.wei, "90"), order(cast.wei, number="A2"), order(cast.wei, number="A3")]
    )
    assert [each.fate for each in fates] == [Fate.CHANGED, Fate.SAME, Fate.NEW]


def test_one_posting_is_one_audit_entry_and_one_event(cast):
    heard = []

    def listen(sender, records, reversed, **said):
        heard.append((len(records), len(reversed)))

    events.records_changed.connect(listen)
    try:
        post(order(cast.wei), order(cast.wei, number="A2"), by=cast.hemin.user)
        post(order(cast.wei, "5"), order(cast.wei, number="A2"))
    finally:
        events.records_changed.disconnect(listen)
    assert heard == [(2, 0), (1, 1)]
    assert [entry.verb for entry in Entry.objects.all()] == ["posted", "posted"]


def test_statements_do_not_grow_with_the_rows(cast):
    def statements(count, start):
        contents = [order(cast.wei, number=f"N{start + n}", day=DAY - timedelta(n % 30)) for n in range(count)]
        with CaptureQueriesContext(connection) as captured:
            post_records(source=source(), contents=contents, by=None, at=NOW)
        return len(captured)

    post(order(cast.wei))
    assert statements(10, 0) == statements(1000, 10_000)
