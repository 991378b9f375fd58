"""Entries are sealed once and in a chain; what is changed behind its back is named."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from leitai.audit import sealing
from leitai.audit.actions import record
from leitai.audit.models import Block, Entry
from leitai.audit.sealing import check_chain, head, leads_to, seal
from leitai.organization.models import Unit
from tests.people import NOW

pytestmark = pytest.mark.django_db


def write(count=1, **said):
    unit = Unit.objects.get_or_create(name="恒远")[0]
    return [record(unit, "renamed", by=None, at=NOW, after={"name": f"恒远{n}", **said}) for n in range(count)]


def test_what_is_there_is_sealed_once_and_chained():
    write(3)
    first = seal(at=NOW)
    assert (first.number, first.count, seal(at=NOW)) == (1, 3, None)
    write(2)
    second = seal(at=NOW + timedelta(minutes=1))
    assert (second.number, second.count, head()) == (2, 2, str(second))
    assert not Entry.objects.filter(block=None).exists()
    assert list(check_chain()) == []


def test_much_is_sealed_in_several_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "AT_MOST", 2)
    write(5)
    while seal(at=NOW):
        pass
    assert [block.count for block in Block.objects.all()] == [2, 2, 1]
    assert list(check_chain()) == []


def test_a_changed_entry_is_named():
    entry = write(2)[1]
    seal(at=NOW)
    Entry.objects.filter(pk=entry.pk).update(after={"name": "别的"})
    assert [sentence.split(":")[0] for sentence in check_chain()] == [f"audit entry {entry.pk} (organization.unit"]


def test_an_entry_changed_with_its_digest_breaks_its_block_and_one_put_in_or_taken_out_too():
    entry, *_ = write(2)
    seal(at=NOW)
    entry.refresh_from_db()
    entry.verb = "moved"
    entry.digest = sealing.digest_of(entry)
    entry.save()
    assert list(check_chain()) == ["audit block 1: its entries or the block before it are not those it sealed"]
    write(1)
    Entry.objects.filter(block=None).update(block=Block.objects.get())
    assert any("sealed 2 entries, has 3" in sentence for sentence in check_chain())
    Entry.objects.order_by("-id").first().delete()
    Entry.objects.order_by("-id").first().delete()
    assert "audit block 1: sealed 2 entries, has 1" in list(check_chain())


def test_a_block_taken_out_of_the_middle_is_missed_and_one_off_the_end_by_its_noted_head():
    for _ in range(3):
        write(1)
        seal(at=NOW)
    noted = head()
    assert leads_to(noted)
    Entry.objects.filter(block__number=3).delete()
    Block.objects.get(number=3).delete()
    assert list(check_chain()) == [] and not leads_to(noted)
    Entry.objects.filter(block__number=1).delete()
    Block.objects.get(number=1).delete()
    assert list(check_chain()) == ["audit block 1: missing before block 2"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["b", "a", "金额"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


class TheDatabaseGivesBackWhatWasSealed(TestCase):
    @given(said=st.lists(anything, min_size=1, max_size=4))
    def test_whatever_an_entry_says(self, said):
        for each in said:
            write(1, said=each)
        seal(at=NOW)
        assert list(check_chain()) == []
