"""记一单: in once however often it is sent; conflicts are said, nothing is lost or overwritten."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from leitai.approvals.actions import decide
from leitai.approvals.models import Request
from leitai.approvals.queries import latest_request
from leitai.customers.models import Customer
from leitai.organization.actions import end_employment
from leitai.organization.rights import rights_of
from leitai.sales.actions import (
    Report,
    correct_deal,
    lock_records,
    propose_split,
    report_deal,
    revise_record,
    withdraw_deal,
)
from leitai.sales.content import content_of
from leitai.sales.errors import AlreadyReported, ChangedMeanwhile, ContractKnown, RecordLocked
from leitai.sales.models import Deal, Record, SplitProposal
from leitai.sales.queries import check_totals, deals_visible_to, pending_deals, record_of
from leitai.ui import slots
from tests.people import DAY, NOW


def key(n=1) -> UUID:
    return UUID(int=n)


@pytest.fixture
def written(cast) -> Report:
    return Report(
        person=cast.wei, amount=Decimal(126000), day=DAY, customer_name="南京钟麓生物医药", contract_no="HY-26-1088"
    )


def send(report, n=1, **said):
    return report_deal(key=key(n), report=report, by=report.person.user, at=NOW, **said)


def correct(deal, report, n=2, base=None, by=None, reason="写错了"):
    return correct_deal(
        key=key(n), deal=deal, report=report, base=base, reason=reason, by=by or report.person.user, at=NOW
    )


def test_a_deal_counts_at_once(cast, written):
    record = record_of(send(written))
    assert (record.amount, record.person, record.customer.name) == (126000, cast.wei, "南京钟麓生物医药")
    assert record.at == NOW
    assert check_totals() == []


def test_the_same_sending_twice_is_one_deal(cast, written):
    assert send(written) == send(written)
    assert Record.objects.count() == Deal.objects.count() == 1


def test_the_same_key_with_something_else_in_it_is_said_and_overwrites_nothing(cast, written):
    deal = send(written)
    with pytest.raises(AlreadyReported) as refused:
        send(replace(written, amount=Decimal(99)))
    assert refused.value.deal == deal
    assert record_of(deal).amount == 126000


def test_a_known_customer_is_found_again_spelling_aside(cast, written):
    Customer.objects.create(name="南京钟麓 生物医药", created_at=NOW)
    send(written)
    assert Customer.objects.count() == 1


def test_a_contract_somebody_else_reported_is_said(cast, written):
    send(written)
    theirs = replace(written, person=cast.chen, contract_no="hy-26-1088")
    with pytest.raises(ContractKnown) as refused:
        send(theirs, 2)
    assert refused.value.record.person == cast.wei
    assert send(theirs, 2, contract_meant=True).person == cast.chen


def test_a_second_product_of_ones_own_contract_is_none(cast, written):
    send(written)
    send(replace(written, amount=Decimal(5)), 2)
    with pytest.raises(ContractKnown) as refused:
        send(written, 3)
    assert refused.value.own


def test_a_contract_that_still_waits_for_its_lead_is_known_too(cast, written):
    send(written, needs_confirmation=True)
    with pytest.raises(ContractKnown):
        send(replace(written, person=cast.chen), 2)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-5)}, "amount"),
        ({"amount": Decimal(10) ** 15}, "amount"),
        ({"amount": Decimal("0.00001")}, "amount"),
        ({"day": DAY + timedelta(1)}, "day"),
        ({"note": "好" * 501}, "note"),
        ({"shares": ((1, 500_000),)}, "shares"),
        ({"shares": ((1, 400_000), (2, 500_000))}, "shares"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, written, said, field):
    with pytest.raises(ValidationError) as refused:
        send(replace(written, **said))
    assert list(refused.value.message_dict) == [field]
    assert not Deal.objects.exists()
    assert not Customer.objects.exists()


def test_a_deal_after_one_left_is_refused(cast, written):
    end_employment(person=cast.wei, left_on=DAY, by=None, at=NOW)
    with pytest.raises(ValidationError, match="伟"):
        send(written)
    send(replace(written, day=DAY - timedelta(1)))


def test_a_share_asks_those_named_and_the_reporter_keeps_it_until_then(cast, written):
    shares = ((cast.wei.pk, 600_000), (cast.chen.pk, 400_000))
    deal = send(replace(written, shares=shares))
    assert not record_of(deal).split
    decide(request=latest_request(SplitProposal.objects.get()), by=cast.chen.user, verdict="approved", at=NOW)
    assert [credit.amount for credit in record_of(deal).credits.order_by("person_id")] == [75600, 50400]


class TestConfirmedByTheLead:
    @pytest.fixture
    def deal(self, cast, written):
        return send(written, needs_confirmation=True)

    def say(self, deal, by, verdict, reason=""):
        decide(request=latest_request(deal), by=by.user, verdict=verdict, at=NOW, reason=reason)

    def test_it_counts_only_then(self, cast, deal):
        assert record_of(deal) is None
        assert list(pending_deals()) == [deal]
        self.say(deal, cast.mei, "approved")
        assert record_of(deal).amount == 126000
        assert not pending_deals().exists()

    def test_a_no_leaves_it_uncounted(self, cast, deal):
        self.say(deal, cast.mei, "rejected", "没有合同")
        assert record_of(deal) is None
        assert not pending_deals().exists()

    def test_what_was_returned_is_mended_and_asked_again(self, cast, deal, written):
        self.say(deal, cast.mei, "returned", "金额不含税")
        correct(deal, replace(written, amount=Decimal(111504)))
        assert Request.objects.count() == 1
        self.say(deal, cast.mei, "approved")
        assert record_of(deal).amount == 111504

    def test_corrected_before_anybody_looked_it_is_asked_anew(self, cast, deal, written):
        correct(deal, replace(written, amount=Decimal(1)))
        self.say(deal, cast.mei, "approved")
        assert record_of(deal).amount == 1

    def test_taken_back_it_waits_for_nobody(self, cast, deal):
        withdraw_deal(deal=deal, by=cast.wei.user, at=NOW)
        assert not latest_request(deal).open
        assert not pending_deals().exists()

    def test_a_split_is_proposed_once_it_counts(self, cast, written):
        shares = ((cast.wei.pk, 500_000), (cast.chen.pk, 500_000))
        deal = send(replace(written, contract_no="2", shares=shares), 5, needs_confirmation=True)
        assert not SplitProposal.objects.exists()
        self.say(deal, cast.mei, "approved")
        assert SplitProposal.objects.get().proposed_by == cast.wei.user


class TestCorrecting:
    def test_a_correction_is_a_revision_with_its_reason(self, cast, written):
        deal = send(written)
        correct(deal, replace(written, amount=Decimal(120000)), base=record_of(deal))
        first, second = Record.objects.order_by("revision")
        assert (second.amount, first.reversal.reason) == (120000, "写错了")

    def test_sent_twice_it_is_one_revision(self, cast, written):
        deal = send(written)
        base = record_of(deal)
        for _time in range(2):
            correct(deal, replace(written, amount=Decimal(120000)), base=base)
        assert Record.objects.count() == 2

    def test_what_was_changed_meanwhile_is_said_and_not_overwritten(self, cast, written):
        deal = send(written)
        base = record_of(deal)
        content = replace(content_of(base), amount=Decimal(7))
        revise_record(record=base, content=content, reason="主管改", by=cast.mei.user, at=NOW)
        with pytest.raises(ChangedMeanwhile) as refused:
            correct(deal, replace(written, amount=Decimal(120000)), base=base)
        assert refused.value.current.amount == 7
        assert record_of(deal).amount == 7

    def test_an_agreed_split_stays(self, cast, written):
        deal = send(written)
        proposal = propose_split(
            record=record_of(deal), shares=[(cast.wei.pk, 500_000), (cast.chen.pk, 500_000)], by=cast.wei.user, at=NOW
        )
        decide(request=latest_request(proposal), by=cast.chen.user, verdict="approved", at=NOW)
        correct(deal, replace(written, amount=Decimal(100)), base=record_of(deal))
        assert {credit.amount for credit in record_of(deal).credits.all()} == {50}

    def test_a_split_still_asked_for_is_asked_for_anew_and_its_yes_counts(self, cast, written):
        shares = ((cast.wei.pk, 500_000), (cast.chen.pk, 500_000))
        deal = send(replace(written, amount=Decimal(125_000), shares=shares))
        correct(deal, replace(written, amount=Decimal(130_000), shares=shares))
        proposal = SplitProposal.objects.get(open=True)
        decide(request=latest_request(proposal), by=cast.chen.user, verdict="approved", at=NOW)
        credits = record_of(deal).credits
        assert {each.person: each.amount for each in credits.all()} == {cast.wei: 65_000, cast.chen: 65_000}

    def test_nothing_taken_back_is_corrected(self, cast, written):
        deal = send(written)
        withdraw_deal(deal=deal, by=cast.wei.user, at=NOW)
        with pytest.raises(ValidationError):
            correct(deal, written)


def test_taking_back_twice_is_once(cast, written):
    deal = send(written)
    for _time in range(2):
        withdraw_deal(deal=deal, by=cast.wei.user, at=NOW)
    assert record_of(deal) is None
    assert check_totals() == []


def test_what_was_paid_on_is_not_taken_back(cast, written):
    deal = send(written)
    lock_records(records=[record_of(deal)], run_label="11月核算", by=None, at=NOW)
    with pytest.raises(RecordLocked):
        withdraw_deal(deal=deal, by=cast.wei.user, at=NOW)


def test_what_was_paid_on_is_not_taken_back_after_a_correction_either(cast, written):
    deal = send(written)
    record = record_of(deal)
    lock_records(records=[record], run_label="11月核算", by=None, at=NOW)
    correct_deal(
        key=UUID(int=2),
        deal=deal,
        report=replace(written, note="改"),
        base=record,
        reason="改",
        by=cast.wei.user,
        at=NOW,
    )
    with pytest.raises(RecordLocked):
        withdraw_deal(deal=deal, by=cast.wei.user, at=NOW)


def test_a_phone_that_is_ahead_is_not_believed(cast, written):
    assert send(written, written_at=NOW + timedelta(hours=5)).written_at == NOW


def test_who_sees_a_deal(cast, written):
    deal = send(written, needs_confirmation=True)
    seen = {
        person.name: deals_visible_to(rights_of(person.user, on=DAY)).filter(pk=deal.pk).exists()
        for person in (cast.wei, cast.li, cast.mei, cast.chen, cast.qiang, cast.shen)
    }
    assert seen == {"伟": True, "丽": False, "梅": True, "陈": False, "强": False, "沈立群": True}


def test_what_a_deal_earns_begins_with_the_commission():
    said = sorted(slots._registered["sales.deal.earns"].values(), key=lambda each: each.order)
    assert [each.key for each in said] == ["incentives", "goals", "contests"]
