"""Published rules: read, acknowledged, amended with a reason."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.contests import actions, queries, telling
from leitai.contests.forms import AmendmentForm, PrizeFormSet, prizes_in, typed_prizes
from leitai.contests.models import Contest
from leitai.contests.policies import may_manage, organisers
from leitai.contests.rules import Rules, newest
from leitai.contests.views.contests import find
from leitai.contests.views.drafts import _as_initial


@may(signed_in)
def versions(request, contest_id):
    """Every version of the rules, the newest first, with what changed and why."""
    contest = _published(request, contest_id)
    found, before = [], None
    for version in contest.versions.select_related("by__person"):
        rules = Rules.from_json(version.data)
        gone, come = telling.changes(before, rules) if before else ([], [])
        found.insert(0, {"version": version, "sentences": telling.sentences(rules), "gone": gone, "come": come})
        before = rules
    return render(request, "contests/versions.html", {"contest": contest, "versions": found})


@may(signed_in)
@require_POST
def acknowledge(request, contest_id):
    contest = _published(request, contest_id)
    if queries.side_of(request.rights, contest, on=clock.today()) is None:
        raise Http404
    actions.acknowledge_rules(version=newest(contest), user=request.user, at=clock.now())
    return redirect("contests:contest", contest.pk)


@may(organisers)
def amendment(request, contest_id):
    contest = _published(request, contest_id)
    if not may_manage(request.rights, contest) or hasattr(contest, "closure") or hasattr(contest, "cancellation"):
        raise Http404
    form = AmendmentForm(request.POST or None, instance=contest)
    formset = PrizeFormSet(typed_prizes(request.POST), prefix="prizes", initial=_as_initial(contest))
    if request.method == "POST" and "drop" not in request.POST and all([form.is_valid(), formset.is_valid()]):
        try:
            actions.amend_contest(
                contest=contest, reason=form.cleaned_data["reason"], prizes=prizes_in(formset), by=request.user,
                at=clock.now(), **form.columns(),
            )  # fmt: skip
            return redirect("contests:contest", contest.pk)
        except ValidationError as error:
            _beside(form, error)
    return render(
        request,
        "contests/amendment.html",
        {"contest": Contest.objects.get(pk=contest.pk), "form": form, "formset": formset},
    )


def _beside(form, error: ValidationError) -> None:
    """Each message beside its field; those of fields that are not here above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _published(request, contest_id: int) -> Contest:
    contest = find(request, contest_id)
    if not hasattr(contest, "publication"):
        raise Http404
    return contest
