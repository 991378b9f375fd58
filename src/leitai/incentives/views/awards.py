"""Awards and points."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from leitai import clock
from leitai.accounts.access import may, signed_in
from leitai.incentives.actions import AwardDraft, grant_awards, redeem_points, withdraw_award
from leitai.incentives.errors import IncentiveError
from leitai.incentives.forms import AwardForm, ReasonForm, RedemptionForm
from leitai.incentives.models import Award, Redemption
from leitai.incentives.policies import may_pay, payers
from leitai.incentives.queries.awards import awards_visible_to, points_of, standing
from leitai.incentives.queries.budget import usable_on
from leitai.incentives.queries.paying import awards_payable_by, budget_lines_payable_by, people_payable_by
from leitai.organization.models import Person

AMOUNT_CODES = {"no_amount", "not_to_the_cent", "short", "not_positive"}
FIELD_OF = {"no_points": "points", "not_enough_points": "points", "no_text": "text", "no_budget": "budget_line"}


@may(signed_in)
def index(request):
    today = clock.today()
    rows = awards_visible_to(request.rights, on=today).select_related("person", "unit", "withdrawal")
    rows = rows.prefetch_related("statement_lines__statement__run")
    if kind := request.GET.get("kind"):
        rows = rows.filter(kind=kind)
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(Q(person__name__icontains=text) | Q(why__icontains=text) | Q(text__icontains=text))
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    own = getattr(request.person, "pk", None)
    ids = [award.pk for award in page.object_list]
    payable = set(awards_payable_by(request.rights, on=today).filter(pk__in=ids).values_list("pk", flat=True))
    for award in page.object_list:
        award.may_withdraw = award.pk in payable
        award.shows_amount = award.may_withdraw or award.person_id == own
    context = {
        "page": page,
        "asked": request.GET,
        "kinds": Award.Kind.choices,
        "may_grant": may_pay(request.rights),
        "reason_form": ReasonForm(),
    }
    if own:
        mine = standing(Award.objects.filter(person_id=own, day__year=today.year))
        context |= {"mine": mine.count(), "wallet": points_of([own])[own]}
    return render(request, "incentives/awards.html", context)


@may(payers)
def new(request):
    today = clock.today()
    form = AwardForm(
        request.POST or None, initial={"kind": "money"},
        people=people_payable_by(request.rights, on=today).filter(left_on__isnull=True),
        budget_lines=usable_on(budget_lines_payable_by(request.rights), today),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        draft = AwardDraft(
            kind=given["kind"], person=given["person"], amount=given["amount"] or 0, points=given["points"] or 0,
            text=given["text"], why=given["why"],
        )  # fmt: skip
        try:
            grant_awards(awards=[draft], budget_line=given["budget_line"], by=request.user, at=clock.now())
            return redirect("incentives:awards")
        except IncentiveError as error:
            form.add_error("amount" if error.code in AMOUNT_CODES else FIELD_OF.get(error.code), str(error))
    return render(request, "incentives/new_award.html", {"form": form}, status=422 if form.errors else 200)


@may(payers)
@require_POST
def withdraw(request, pk):
    award = get_object_or_404(awards_payable_by(request.rights, on=clock.today()), pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid() and not hasattr(award, "withdrawal"):
        withdraw_award(award=award, by=request.user, at=clock.now(), **form.cleaned_data)
    return redirect("incentives:awards")


@may(signed_in)
def points(request):
    """The wallets one may see: one's own, and those of whom one pays."""
    return render(request, "incentives/points.html", _points(request))


def _points(request, form=None) -> dict:
    today = clock.today()
    pays = may_pay(request.rights)
    own = getattr(request.person, "pk", None)
    payable = people_payable_by(request.rights, on=today)
    shown = Q(pk=own) | Q(awards__kind="points", pk__in=payable.values("pk"))
    people = list(Person.objects.filter(shown).distinct())
    wallets = points_of(person.pk for person in people)
    rows = sorted(((person, wallets[person.pk]) for person in people), key=lambda row: (-row[1], row[0].pk))
    mine = Award.objects.filter(person_id=own, kind="points").select_related("withdrawal")
    given = Redemption.objects.filter(person_id=own)
    moves = [(each.day, each.why, 0 if hasattr(each, "withdrawal") else each.points) for each in mine]
    moves += [(each.day, each.text, -each.points) for each in given]
    return {
        "rows": rows, "wallet": wallets.get(own), "moves": sorted(moves, key=lambda move: move[0], reverse=True)[:50],
        "pays": pays, "form": form or RedemptionForm(people=payable),
    }  # fmt: skip


@may(payers)
@require_POST
def redeem(request):
    today = clock.today()
    form = RedemptionForm(request.POST, people=people_payable_by(request.rights, on=today))
    if form.is_valid():
        try:
            redeem_points(day=today, by=request.user, at=clock.now(), **form.cleaned_data)
            return redirect("incentives:points")
        except IncentiveError as error:
            form.add_error("points", str(error))
    return render(request, "incentives/points.html", {**_points(request, form), "opened": True}, status=422)
