"""整批撤销: a whole import goes, and what it changed is as it was."""

from dataclasses import replace
from decimal import Decimal

import pytest

from leitai.imports.models import Batch
from leitai.sales.actions import lock_records, reverse_records, revise_record, undo_batch
from leitai.sales.actions.undoing import why_not_undo
from leitai.sales.content import content_of
from leitai.sales.errors import UndoRefused
from leitai.sales.models import FirstOrder, Record
from leitai.sales.queries import check_records, check_totals, is_locked, locks_of
from leitai.sales.tests.posting import order, post
from tests.people import NOW


@pytest.fixture
def batches(cast):
    return [Batch.objects.create(kind="records", file_name=f"{n}.xlsx", created_at=NOW) for n in range(3)]


def amounts() -> dict:
    assert check_totals() == []
    assert check_records() == []
    return {record.external_id: record.amount for record in Record.objects.filter(live=True)}


def undo(batch):
    return undo_batch(batch=batch, by=None, at=NOW)


def test_new_records_go_and_changed_ones_come_back_as_they_were(cast, batches):
    first, second, _ = batches
    post(order(cast.wei, "100"), order(cast.wei, "50", "A2"), batch=first)
    post(order(cast.wei, "90"), order(cast.wei, "7", "A3"), batch=second)
    undoing = undo(second)
    assert (len(undoing.reversed), len(undoing.restored)) == (2, 1)
    assert amounts() == {"A1": 100, "A2": 50}
    assert Record.objects.get(external_id="A1", live=True).revision == 3


def test_what_came_back_still_belongs_to_its_own_import(cast, batches):
    first, second, _ = batches
    post(order(cast.wei, "100"), batch=first)
    post(order(cast.wei, "90"), batch=second)
    undo(second)
    undo(first)
    assert amounts() == {}


def test_a_split_that_was_replaced_comes_back_with_its_shares(cast, batches):
    shares = ((cast.wei.pk, 700_000), (cast.chen.pk, 300_000))
    post(order(cast.wei, "100", shares=shares))
    post(order(cast.wei, "90", shares=((cast.wei.pk, 500_000), (cast.li.pk, 500_000))), batch=batches[0])
    undo(batches[0])
    assert content_of(Record.objects.get(live=True)).shares == shares
    assert amounts() == {"A1": 100}


def test_the_file_may_come_again_after_it_was_undone(cast, batches):
    post(order(cast.wei), batch=batches[0])
    undo(batches[0])
    assert post(order(cast.wei), batch=batches[1]).new == 1
    assert amounts() == {"A1": 100}


def test_undoing_twice_is_refused(cast, batches):
    post(order(cast.wei), batch=batches[0])
    undo(batches[0])
    with pytest.raises(UndoRefused) as refused:
        undo(batches[0])
    assert refused.value.undone


def test_a_record_changed_since_keeps_the_whole_import(cast, batches):
    (record, _other) = post(order(cast.wei), order(cast.wei, number="A2"), batch=batches[0]).records
    revise_record(record=record, content=replace(content_of(record), amount=Decimal(1)), reason="改价", by=None, at=NOW)
    with pytest.raises(UndoRefused) as refused:
        undo(batches[0])
    assert refused.value.changed == ["A1"]
    assert amounts() == {"A1": 1, "A2": 100}


def test_a_record_that_a_run_has_paid_on_keeps_the_whole_import(cast, batches):
    post(order(cast.wei), order(cast.wei, number="A2"), batch=batches[0])
    assert lock_records(records=Record.objects.filter(external_id="A1"), run_label="11月核算", by=None, at=NOW) == 1
    with pytest.raises(UndoRefused) as refused:
        undo(batches[0])
    assert refused.value.locked == {"11月核算": 1}
    assert "11月核算" in str(why_not_undo(batches[0]))


def test_a_locked_record_may_still_be_revised_as_a_later_delta(cast):
    (record,) = post(order(cast.wei)).records
    lock_records(records=[record], run_label="11月核算", by=None, at=NOW)
    assert lock_records(records=[record], run_label="11月核算", by=None, at=NOW) == 0
    newer = post(order(cast.wei, "90")).records[0]
    assert is_locked(record)
    assert not is_locked(newer)
    assert [lock.run_label for lock in locks_of(newer)] == ["11月核算"]


def test_what_somebody_withdrew_since_stays_withdrawn(cast, batches):
    post(order(cast.wei, "100"), batch=batches[0])
    (record,) = post(order(cast.wei, "90"), batch=batches[1]).records
    reverse_records(records=[record], by=None, at=NOW, reason="客户取消")
    undo(batches[1])
    assert amounts() == {}


def test_what_the_import_withdrew_comes_back(cast, batches):
    (record,) = post(order(cast.wei, "100"), batch=batches[0]).records
    reverse_records(records=[record], by=None, at=NOW, reason="文件里没有", batch=batches[1])
    undo(batches[1])
    assert amounts() == {"A1": 100}


def test_the_first_order_of_a_customer_follows(cast, batches):
    from leitai.customers.models import Customer

    customer = Customer.objects.create(name="钟麓生物", created_at=NOW)
    (kept,) = post(order(cast.wei, customer_id=customer.pk)).records
    earlier = replace(order(cast.wei, number="A0", customer_id=customer.pk), day=kept.day.replace(day=1))
    (first,) = post(earlier, batch=batches[0]).records
    assert FirstOrder.objects.get().record == first
    undo(batches[0])
    assert FirstOrder.objects.get().record == kept
    assert amounts() == {"A1": 100}
