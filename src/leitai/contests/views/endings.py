"""Close, count again, settle, call off: each shows what it will do before it does it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.contests import actions, figures, rules
from leitai.contests.errors import ContestError
from leitai.contests.forms import ReasonForm
from leitai.contests.policies import may_manage, may_settle, organisers
from leitai.contests.results import expected
from leitai.contests.state import State, counted_until, state_of
from leitai.contests.views.contests import find
from leitai.incentives.errors import IncentiveError


@may(organisers)
def closure(request, contest_id):
    """The count as it stands, and the one button that makes it public."""
    contest, now = find(request, contest_id), clock.now()
    if not may_manage(request.rights, contest) or state_of(contest, now) not in (State.RUNNING, State.OVER):
        raise Http404
    if request.method == "POST" and _done(request, actions.close_contest, contest, now):
        return redirect("contests:contest", contest.pk)
    return render(request, "contests/closure.html", _expected(contest, now))


@may(organisers)
def recount(request, contest_id):
    """What would come of counting again, beside the count that stands; with the reason everyone reads."""
    contest, now = find(request, contest_id), clock.now()
    if not may_manage(request.rights, contest) or state_of(contest, now) != State.PROVISIONAL:
        raise Http404
    form = ReasonForm(request.POST or None)
    said = request.method == "POST" and form.is_valid() and form.cleaned_data["reason"]
    if said and _done(request, actions.recount_contest, contest, now, reason=said):
        return redirect("contests:contest", contest.pk)
    context = {"contest": contest, "form": form, "expected": expected(contest, now, anew=True), "now": now}
    return render(request, "contests/recount.html", context)


@may(signed_in)
def objection(request, contest_id):
    """Whoever sees a provisional result may object to it, in the words they type here."""
    contest, now = find(request, contest_id), clock.now()
    if state_of(contest, now) != State.PROVISIONAL:
        raise Http404
    form = ReasonForm(request.POST or None)
    said = request.method == "POST" and form.is_valid() and form.cleaned_data["reason"]
    if said and _done(request, actions.object_to_result, contest, now, reason=said):
        messages.success(request, _("Your objection is with the organiser, and stands in the discussion."))
        return redirect(f"{reverse('contests:contest', args=[contest.pk])}#thread")
    return render(request, "contests/objection.html", {"contest": contest, "form": form, "now": now})


@may(signed_in)
def settlement(request, contest_id):
    """Who will get what from which budget line, before anybody gets anything."""
    contest, now = find(request, contest_id), clock.now()
    if not may_settle(request.rights, contest) or state_of(contest, now) != State.PROVISIONAL:
        raise Http404
    if request.method == "POST" and _done(request, actions.settle_contest, contest, now):
        return redirect("contests:contest", contest.pk)
    return render(request, "contests/settlement.html", _expected(contest, now))


@may(organisers)
def cancellation(request, contest_id):
    contest, now = find(request, contest_id), clock.now()
    open_states = (State.PUBLISHED, State.RUNNING, State.OVER)
    if not may_manage(request.rights, contest) or state_of(contest, now) not in open_states:
        raise Http404
    form = ReasonForm(request.POST or None)
    said = request.method == "POST" and form.is_valid() and form.cleaned_data["reason"]
    if said and _done(request, actions.cancel_contest, contest, now, reason=said):
        return redirect("contests:index")
    return render(
        request, "contests/cancellation.html", {"contest": contest, "form": form, "worst": rules.worst_case(contest)}
    )


def _expected(contest, now) -> dict:
    return {
        "contest": contest,
        "now": now,
        "expected": expected(contest, now),
        "counted_until": counted_until(contest),
        "is_over": now >= counted_until(contest),
        "score_unit": figures.score_unit(rules.in_force(contest)),
    }


def _done(request, action, contest, now, **facts) -> bool:
    try:
        action(contest=contest, by=request.user, at=now, **facts)
    except ContestError as error:
        messages.error(request, " ".join(error.messages))
        return False
    except IncentiveError as error:
        messages.error(request, str(error))
        return False
    return True
