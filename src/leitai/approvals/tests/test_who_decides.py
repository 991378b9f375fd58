"""Who sits on a step: roles looked up upward, never the requester, delegates while away, and replacements."""

from datetime import date, timedelta

import pytest

from leitai.accounts.models import User
from leitai.accounts.roles import Role
from leitai.approvals.actions import decide, delegate, end_delegation, reassign
from leitai.approvals.models import Decision, Seat
from leitai.approvals.queries import seats_waiting_for
from leitai.approvals.refusals import Refused
from leitai.approvals.steps import Step
from leitai.notifications.models import Outbox
from leitai.organization.models import Leave, RoleAssignment
from tests.people import DAY, NOW, grant, hire

pytestmark = pytest.mark.django_db


def asked(request) -> set[str]:
    return set(Seat.objects.filter(step__round__request=request).values_list("approver__username", flat=True))


def refused(action, **arguments) -> str:
    with pytest.raises(Refused) as refusal:
        action(**arguments)
    return refusal.value.code


def away(person, days=3):
    Leave.objects.create(person=person, start=DAY, end=DAY + timedelta(days=days))


class TestRoles:
    def test_every_holder_of_the_nearest_unit_is_asked(self, cast, ask):
        grant(cast.li.user, Role.LEAD, scope="unit", unit=cast.east)
        assert asked(ask()) == {"mei", "li"}

    def test_without_a_lead_it_goes_to_the_unit_above(self, cast, ask):
        RoleAssignment.objects.filter(user=cast.mei.user).delete()
        above = hire("总", "above", cast.whole, Role.LEAD, unit=cast.whole)
        assert asked(ask()) == {above.user.username}

    def test_a_lead_of_a_unit_below_is_not_asked(self, cast, ask):
        assert asked(ask(by=cast.hemin)) == {"shen"}

    def test_finance_of_the_company_is_asked_where_the_unit_has_none(self, cast, ask):
        assert asked(ask(Step(role="finance"))) == {"tang"}

    def test_a_step_may_name_another_unit(self, cast, ask):
        assert asked(ask(Step(role="lead", unit=cast.south))) == {"qiang"}

    def test_a_role_that_has_ended_or_not_begun_does_not_count(self, cast, ask):
        RoleAssignment.objects.filter(user=cast.mei.user).update(end=DAY)
        RoleAssignment.objects.create(
            user=cast.li.user, role=Role.LEAD, scope="unit", unit=cast.east, start=DAY + timedelta(days=1)
        )
        assert asked(ask()) == {"shen"}

    def test_leavers_and_switched_off_users_are_not_asked(self, cast, ask):
        cast.mei.left_on = DAY
        cast.mei.save()
        User.objects.filter(pk=cast.shen.user.pk).update(is_active=False)
        assert asked(ask()) == {"an"}

    def test_a_requester_named_in_the_step_is_left_out(self, cast, ask):
        assert asked(ask(Step(people=[cast.wei, cast.li]))) == {"li"}

    def test_whoever_is_alone_in_the_company_decides_alone(self, cast, ask):
        User.objects.exclude(pk=cast.wei.user.pk).update(is_active=False)
        request = ask()
        assert asked(request) == {"wei"}
        decide(request=request, by=cast.wei.user, verdict="approved", at=NOW)


class TestDelegates:
    def test_on_the_named_days_the_delegate_sees_and_decides_and_both_are_recorded(self, cast, ask, heard):
        delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW, start=DAY, end=DAY + timedelta(1))
        request = ask()
        assert [seat.approver for seat in seats_waiting_for(cast.li.user, on=DAY)] == [cast.mei.user]
        assert not seats_waiting_for(cast.li.user, on=DAY + timedelta(days=1)).exists()
        decide(request=request, by=cast.li.user, verdict="approved", at=NOW)
        decision = Decision.objects.get()
        assert (decision.decided_by, decision.seat.approver) == (cast.li.user, cast.mei.user)
        assert heard == [("approved", "li")]

    def test_the_principal_may_still_decide(self, cast, ask):
        delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW, start=DAY, end=DAY + timedelta(1))
        request = ask()
        decide(request=request, by=cast.mei.user, verdict="approved", at=NOW)
        assert refused(decide, request=request, by=cast.li.user, verdict="approved", at=NOW) == "over"

    def test_a_delegate_for_leave_decides_only_while_the_principal_is_on_leave(self, cast, ask):
        delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW)
        request = ask()
        assert refused(decide, request=request, by=cast.li.user, verdict="approved", at=NOW) == "not_yours"
        away(cast.mei)
        decide(request=request, by=cast.li.user, verdict="approved", at=NOW)

    def test_named_days_outweigh_the_delegate_for_leave(self, cast, ask):
        away(cast.mei)
        delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW)
        delegate(
            principal=cast.mei.user, to=cast.tang.user, by=cast.mei.user, at=NOW, start=DAY, end=DAY + timedelta(9)
        )
        ask()
        assert not seats_waiting_for(cast.li.user, on=DAY).exists()
        assert seats_waiting_for(cast.tang.user, on=DAY).exists()

    def test_it_is_not_passed_on(self, cast, ask):
        days = {"start": DAY, "end": DAY + timedelta(days=9)}
        delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW, **days)
        delegate(principal=cast.li.user, to=cast.tang.user, by=cast.li.user, at=NOW, **days)
        request = ask()
        assert refused(decide, request=request, by=cast.tang.user, verdict="approved", at=NOW) == "not_yours"

    def test_nobody_decides_their_own_request_for_somebody_else(self, cast, ask):
        delegate(principal=cast.mei.user, to=cast.wei.user, by=cast.mei.user, at=NOW, start=DAY, end=DAY + timedelta(9))
        request = ask()
        assert not seats_waiting_for(cast.wei.user, on=DAY).exists()
        assert refused(decide, request=request, by=cast.wei.user, verdict="approved", at=NOW) == "not_yours"

    def test_the_delegate_is_told_of_what_waits(self, cast, ask):
        delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW, start=DAY, end=DAY + timedelta(1))
        ask()
        told = Outbox.objects.filter(kind="approvals.waiting").values_list("recipient__username", flat=True)
        assert set(told) == {"mei", "li"}

    def test_what_makes_no_sense_is_refused(self, cast):
        mei, li = cast.mei.user, cast.li.user
        days = {"start": DAY, "end": DAY + timedelta(days=5)}
        assert refused(delegate, principal=mei, to=mei, by=mei, at=NOW, **days) == "oneself"
        assert refused(delegate, principal=mei, to=li, by=mei, at=NOW, start=DAY, end=DAY) == "backwards"
        first = delegate(principal=mei, to=li, by=mei, at=NOW, **days)
        assert refused(delegate, principal=mei, to=cast.tang.user, by=mei, at=NOW, **days) == "overlap"
        assert refused(delegate, principal=li, to=mei, by=li, at=NOW, **days) == "circle"
        assert refused(delegate, principal=li, to=mei, by=li, at=NOW) == "circle"
        later = {"start": days["end"], "end": days["end"] + timedelta(days=1)}
        delegate(principal=li, to=mei, by=li, at=NOW, **later)
        end_delegation(delegation=first, by=mei, at=NOW)
        delegate(principal=li, to=mei, by=li, at=NOW, **days)


class TestReplacing:
    def leave_company(self, person):
        person.left_on = DAY
        person.save()

    def test_the_seat_of_a_leaver_goes_to_somebody_else_and_the_old_one_stays_in_the_history(self, cast, ask, heard):
        request = ask(Step(people=[cast.mei, cast.tang]))
        self.leave_company(cast.mei)
        seat = Seat.objects.get(approver=cast.mei.user)
        reassign(seat=seat, to=cast.qiang.user, by=cast.an, reason="梅已离职", at=NOW)
        assert refused(decide, request=request, by=cast.mei.user, verdict="approved", at=NOW) == "not_yours"
        for person in (cast.qiang, cast.tang):
            decide(request=request, by=person.user, verdict="approved", at=NOW)
        assert heard == [("approved", "tang")]
        assert asked(request) == {"mei", "qiang", "tang"}

    def test_somebody_on_leave_without_a_delegate_may_be_replaced(self, cast, ask):
        ask()
        seat = Seat.objects.get()
        change = {"seat": seat, "to": cast.tang.user, "by": cast.an, "reason": "休假", "at": NOW}
        assert refused(reassign, **change) == "can_decide"
        away(cast.mei)
        standing = delegate(principal=cast.mei.user, to=cast.li.user, by=cast.mei.user, at=NOW)
        assert refused(reassign, **change) == "can_decide"
        end_delegation(delegation=standing, by=cast.mei.user, at=NOW)
        reassign(**change)

    def test_only_administrators_replace_and_never_by_the_requester(self, cast, ask):
        ask()
        self.leave_company(cast.mei)
        change = {"seat": Seat.objects.get(), "to": cast.tang.user, "by": cast.an, "reason": "离职", "at": NOW}
        assert refused(reassign, **{**change, "by": cast.hemin.user}) == "not_yours"
        assert refused(reassign, **{**change, "to": cast.wei.user}) == "own_request"
        assert refused(reassign, **{**change, "to": cast.mei.user}) == "on_step"
        assert refused(reassign, **{**change, "reason": "  "}) == "reason_needed"


def test_due_days_skip_the_weekend(cast, ask):
    friday = date(2026, 11, 20)
    request = ask(Step(role="lead", due_in_workdays=2), at=NOW + (friday - DAY))
    assert request.rounds.get().steps.get().opening.due_on == date(2026, 11, 24)
