"""A record is shared once everybody concerned has said yes, and not a day before."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from leitai.approvals import refusals
from leitai.approvals.actions import decide, withdraw
from leitai.approvals.models import Seat
from leitai.approvals.progress import last_round
from leitai.approvals.queries import latest_request
from leitai.approvals.refusals import Refused
from leitai.notifications import phrases
from leitai.notifications.models import Outbox
from leitai.organization.actions import end_employment
from leitai.sales.actions import lock_records, propose_split, reverse_records, revise_record
from leitai.sales.content import content_of
from leitai.sales.errors import ChangedMeanwhile, ContentRefused, RecordLocked, SplitOpen
from leitai.sales.models import Record, SplitProposal
from leitai.sales.queries import check_records, check_totals
from leitai.sales.tests.posting import order, post
from tests.people import DAY, NOW


@pytest.fixture
def record(cast):
    return post(order(cast.wei, "100")).records[0]


def halves(*people):
    share = 1_000_000 // len(people)
    return [(person.pk, share) for person in people]


def propose(record, by, shares, **said):
    return propose_split(record=record, shares=shares, by=by.user, at=NOW, **said)


def say(proposal, person, verdict="approved", reason=""):
    return decide(request=latest_request(proposal), by=person.user, verdict=verdict, at=NOW, reason=reason)


def credited() -> dict:
    assert check_totals() == []
    assert check_records() == []
    live = Record.objects.get(live=True)
    return {credit.person.name: credit.amount for credit in live.credits.all()} or {live.person.name: live.amount}


def asked(proposal) -> set:
    return {seat.approver.person.name for seat in Seat.objects.filter(step__round__request=latest_request(proposal))}


def test_the_owner_keeps_it_whole_until_the_other_says_yes(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    assert asked(proposal) == {"陈"}
    assert credited() == {"伟": 100}
    say(proposal, cast.chen)
    assert credited() == {"伟": 50, "陈": 50}
    proposal.refresh_from_db()
    assert not proposal.open


def test_of_several_all_must_say_yes(cast, record):
    shares = [(cast.wei.pk, 400_000), (cast.li.pk, 300_000), (cast.chen.pk, 300_000)]
    proposal = propose(record, cast.wei, shares)
    say(proposal, cast.li)
    assert credited() == {"伟": 100}
    say(proposal, cast.chen)
    assert credited() == {"伟": 40, "丽": 30, "陈": 30}


def test_whoever_claims_a_part_asks_the_owner(cast, record):
    assert asked(propose(record, cast.chen, halves(cast.wei, cast.chen))) == {"伟"}


def test_a_lead_may_be_asked_instead(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen), ask_lead=True)
    assert asked(proposal) == {"梅"}
    say(proposal, cast.mei)
    assert credited() == {"伟": 50, "陈": 50}


def test_one_who_cannot_sign_in_leaves_it_to_the_lead(cast, record):
    cast.li.user = None
    cast.li.save()
    assert asked(propose(record, cast.wei, halves(cast.wei, cast.li))) == {"梅"}


def test_a_no_leaves_the_record_and_another_may_be_proposed(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    say(proposal, cast.chen, "rejected", "我没参与")
    assert credited() == {"伟": 100}
    propose(record, cast.wei, halves(cast.wei, cast.li))


def test_a_second_proposal_waits_for_the_first(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    with pytest.raises(SplitOpen):
        propose(record, cast.wei, halves(cast.wei, cast.li))
    withdraw(request=latest_request(proposal), by=cast.wei.user, at=NOW)
    assert propose(record, cast.wei, halves(cast.wei, cast.li)).pk != proposal.pk


def test_what_was_returned_is_mended_and_asked_again(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    say(proposal, cast.chen, "returned", "三七开")
    mended = propose(record, cast.wei, [(cast.wei.pk, 300_000), (cast.chen.pk, 700_000)])
    assert mended.pk == proposal.pk
    assert credited() == {"伟": 100}
    say(mended, cast.chen)
    assert credited() == {"伟": 30, "陈": 70}


def test_a_note_changed_meanwhile_does_not_stand_in_the_way(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    post(order(cast.wei, "100", note="已发货"))
    say(proposal, cast.chen)
    assert credited() == {"伟": 50, "陈": 50}


def test_another_amount_ends_the_request_and_the_same_split_is_asked_for_anew(cast, record):
    proposal = propose(record, cast.wei, [(cast.wei.pk, 400_000), (cast.li.pk, 300_000), (cast.chen.pk, 300_000)])
    say(proposal, cast.li)
    post(order(cast.wei, "900"))
    old = latest_request(proposal)
    assert (old.open, old.withdrawal.reason) == (False, gettext("The record was corrected."))
    with pytest.raises(Refused, match=str(refusals.over().message)):
        decide(request=old, by=cast.chen.user, verdict="approved", at=NOW)
    anew = SplitProposal.objects.get(open=True)
    assert asked(anew) == {"丽", "陈"}
    assert last_round(latest_request(anew)).figure == phrases.pack_value(phrases.Money(Decimal(900)))
    say(anew, cast.chen)
    assert credited() == {"伟": 900}, "an earlier yes was to another amount"
    say(anew, cast.li)
    assert credited() == {"伟": 360, "丽": 270, "陈": 270}


def test_the_lead_asked_instead_is_asked_again(cast, record):
    propose(record, cast.wei, halves(cast.wei, cast.chen), ask_lead=True)
    post(order(cast.wei, "900"))
    assert asked(SplitProposal.objects.get(open=True)) == {"梅"}


def test_what_was_returned_is_not_asked_again_for_another_amount(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    say(proposal, cast.chen, "returned", "三七开")
    post(order(cast.wei, "900"))
    assert not SplitProposal.objects.filter(open=True).exists()
    assert not latest_request(proposal).open


def test_a_record_paid_on_meanwhile_ends_it_and_the_proposer_is_told(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    lock_records(records=[record], run_label="11月核算", by=None, at=NOW)
    post(order(cast.wei, "900"))
    assert not SplitProposal.objects.filter(open=True).exists()
    told = Outbox.objects.filter(recipient=cast.wei.user, subject_id=latest_request(proposal).pk)
    assert told.filter(kind="approvals.returned").exists()


def test_a_record_withdrawn_meanwhile_asks_nobody(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    reverse_records(records=[record], by=None, at=NOW, reason="撤")
    assert latest_request(proposal).withdrawal.reason == gettext("The record was withdrawn.")
    assert not SplitProposal.objects.filter(open=True).exists()


def test_a_locked_record_refuses(cast, record):
    proposal = propose(record, cast.wei, halves(cast.wei, cast.chen))
    lock_records(records=[record], run_label="11月核算", by=None, at=NOW)
    with pytest.raises(ValidationError, match="11月核算"):
        say(proposal, cast.chen)
    withdraw(request=latest_request(proposal), by=cast.wei.user, at=NOW)
    with pytest.raises(RecordLocked):
        propose(record, cast.wei, halves(cast.wei, cast.chen))


def test_a_record_paid_on_before_a_correction_refuses_too(cast, record):
    lock_records(records=[record], run_label="11月核算", by=None, at=NOW)
    content = replace(content_of(record), note="改")
    newer = revise_record(record=record, content=content, reason="改", by=None, at=NOW)
    with pytest.raises(RecordLocked):
        propose(newer, cast.wei, halves(cast.wei, cast.chen))


def test_a_withdrawn_or_replaced_record_refuses(cast, record):
    newer = revise_record(
        record=record, content=replace(content_of(record), amount=Decimal(1)), reason="改", by=None, at=NOW
    )
    with pytest.raises(ChangedMeanwhile):
        propose(record, cast.wei, halves(cast.wei, cast.chen))
    reverse_records(records=[newer], by=None, at=NOW, reason="撤")
    with pytest.raises(ChangedMeanwhile):
        propose(newer, cast.wei, halves(cast.wei, cast.chen))


def test_shares_that_do_not_make_a_whole_are_refused(cast, record):
    with pytest.raises(ContentRefused) as refused:
        propose(record, cast.wei, [(cast.wei.pk, 500_000), (cast.chen.pk, 400_000)])
    assert "90" in str(refused.value)


def test_somebody_who_had_left_by_then_has_no_share(cast, record):
    end_employment(person=cast.chen, left_on=DAY - timedelta(1), by=None, at=NOW)
    with pytest.raises(ValidationError, match="陈"):
        propose(record, cast.wei, halves(cast.wei, cast.chen))
