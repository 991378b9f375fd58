"""Splitting a goal: the parts, their pins, and the sum that never leaves the page."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai import clock
from leitai.accounts.access import may, refuse, signed_in
from leitai.goals import policies
from leitai.goals.actions import SplitPart, split_goal
from leitai.goals.errors import GoalError
from leitai.goals.forms import scaled, typed_text
from leitai.goals.models import Goal
from leitai.goals.queries import parts_of
from leitai.goals.queries.targets import adds_up
from leitai.goals.views.goals import visible
from leitai.goals.weights import WEIGHTS, Candidate, candidates, dimensions_of, step_of, weights
from leitai.money.forms import AmountInput
from leitai.tally.allocation import AllocationError, allocate
from leitai.tally.amounts import PPM


@dataclass
class Row:
    """One part as it stands on the page. `text` is what stays in the field when it cannot be read."""

    candidate: Candidate
    value: int
    pinned: bool = False
    before: int | None = None
    text: str = ""
    error: str = ""
    share: int = 0
    of_whole: int = 0

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.text if self.error else typed_text(self.value, self.candidate.metric)

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.before == self.value else self.value - self.before


@may(signed_in)
def edit(request, pk):
    goal = visible(request, pk)
    today = clock.today()
    dimensions = dimensions_of(goal)
    allowed = policies.may_change(request.rights, goal, on=today) and goal.in_force_id and adds_up(goal.metric)
    if not allowed or not dimensions:
        return refuse(request)
    asked = request.POST or request.GET
    dimension = asked.get("by") if asked.get("by") in dimensions else dimensions[0]
    some = candidates(goal, dimension, on=today)
    way = asked.get("weights") if asked.get("weights") in WEIGHTS else ""
    rows, problem = _rows(goal, dimension, some, way, request.POST)
    if request.method == "POST" and "send" in request.POST and not problem:
        try:
            return _send(request, goal, rows)
        except GoalError as error:
            problem = " ".join(error.messages)
    template = "goals/split.html#parts" if request.htmx and "send" not in request.POST else "goals/split.html"
    return render(request, template, _context(goal, dimension, dimensions, way, rows, problem, asked))


def _context(goal, dimension, dimensions, way, rows, problem, asked) -> dict:
    total = sum(row.value for row in rows)
    largest = max([1, *(row.value for row in rows)])
    for row in rows:
        row.share = row.value * PPM // largest
        row.of_whole = row.value * PPM // goal.in_force.target
    return {
        "goal": goal, "dimension": dimension, "dimensions": dimensions, "way": way, "rows": rows, "problem": problem,
        "total": total, "whole": goal.in_force.target, "difference": total - goal.in_force.target,
        "reason": asked.get("reason", ""), "asks_owners": dimension != "periods",
        "changed": [row for row in rows if row.change], "has_before": any(row.before is not None for row in rows),
    }  # fmt: skip


def _rows(goal: Goal, dimension: str, some: list[Candidate], way: str, posted) -> tuple[list[Row], str]:
    """The parts: as there are, as weighed anew, or as typed with the rest following."""
    if not some:
        return [], _("There is nobody to split it to.")
    there = _there(goal, dimension, some)
    rows = [Row(each, there.get(each.key, 0), before=there.get(each.key)) for each in some]
    if posted:
        _read(goal, rows, posted)
    if any(row.error for row in rows):
        return rows, _("Some numbers cannot be read.")
    if posted and not posted.get("spread"):
        return rows, ""
    if not posted and there and not way:
        return rows, ""
    return rows, _spread(goal, rows, way or "last_year")


def _there(goal: Goal, dimension: str, some: list[Candidate]) -> dict[str, int]:
    """The numbers the parts have: as parts of this goal, else as goals of their own for the same metric and days."""
    for parts in parts_of(goal):
        if parts.dimension == dimension:
            return {_key(part, dimension): number for part, number in parts.parts}
    if dimension == "periods":
        mine = Goal.objects.filter(metric=goal.metric, in_force__isnull=False, **{goal.owner_key[0]: goal.owner})
        kept = mine.filter(start__in=[each.period.start for each in some], end__in=[each.period.end for each in some])
    else:
        column = "person" if dimension == "people" else "unit"
        same = Goal.objects.filter(metric=goal.metric, in_force__isnull=False, start=goal.start, end=goal.end)
        kept = same.filter(**{f"{column}__in": [each.owner for each in some]})
    return {_key(part, dimension): part.in_force.target for part in kept.select_related("in_force")}


def _key(part: Goal, dimension: str) -> str:
    return part.start.isoformat() if dimension == "periods" else f"{part.owner_key[1]}"


def _read(goal: Goal, rows: list[Row], posted) -> None:
    """What was typed. A number that was changed by hand stays put from then on."""
    for row in rows:
        key = row.candidate.key
        row.pinned = bool(posted.get(f"pin-{key}"))
        row.text = posted.get(f"part-{key}", "").strip()
        try:
            row.value = scaled(AmountInput(required=False).clean(row.text), goal.metric) or 0
        except ValidationError as error:
            row.error = " ".join(error.messages)
        if row.value < 0:
            row.error = _("A part cannot be less than nothing.")


def _spread(goal: Goal, rows: list[Row], way: str) -> str:
    """Divide what is not pinned; answers why it cannot be, or nothing."""
    total = goal.in_force.target
    pins = {place: row.value for place, row in enumerate(rows) if row.pinned}
    kept = [row.value for row in rows] if way == "hand" else weights(goal, [row.candidate for row in rows], way)
    step = step_of(goal, total - sum(pins.values()), len(rows)) if total > sum(pins.values()) else 1
    if any(pin % step for pin in pins.values()) or total % step:
        step = 1
    try:
        found = allocate(total, kept, pins=pins, step=step, zero_weights="even")
    except AllocationError as error:
        return _reason(error, goal)
    for row, value in zip(rows, found, strict=True):
        row.value, row.text = value, ""
    return ""


def _reason(error: AllocationError, goal: Goal) -> str:
    if error.code == "pins_exceed_total":
        return _("What is pinned is more than the whole.")
    if error.code == "pins_short_of_total":
        return _("Everything is pinned, and it is less than the whole.")
    return _("These parts cannot add up to the whole.")


def _send(request, goal: Goal, rows: list[Row]):
    parts = [SplitPart(row.candidate.owner, row.candidate.period, row.value) for row in rows]
    made = split_goal(goal=goal, parts=parts, reason=request.POST.get("reason", ""), by=request.user, at=clock.now())
    said = ngettext("Split into %(count)s part.", "Split into %(count)s parts.", len(made))
    messages.success(request, said % {"count": len(made)})
    return redirect("goals:goal", pk=goal.pk)
