"""The day of whoever works for the whole company: what waits for sales operations, and for finance.

A line leads to the page where it is dealt with. Whatever waits in no room makes no line; each costs a fixed number
of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leitai.accounts.roles import Role
from leitai.approvals.queries import seats_waiting_for
from leitai.contests.queries import contests_visible_to, past_the_cut_off
from leitai.goals.queries import goals_visible_to
from leitai.imports.models import Batch
from leitai.imports.policies import batches_visible_to
from leitai.incentives.queries.budget import balances, budget_lines_visible_to, usable_on
from leitai.incentives.queries.runs import Stage, runs_visible_to, stages_of
from leitai.incentives.queries.statements import disputes_visible_to
from leitai.incentives.runs.ledger import last_final
from leitai.organization.models import Membership
from leitai.organization.queries import people_visible_to, running
from leitai.organization.rights import Rights
from leitai.sales.queries import live_records
from leitai.ui.figures import days, shares

SHOWN = 3
NEARLY_USED = 800_000  # ppm of what is planned
RECENT_RUNS = 12


@dataclass(frozen=True)
class Line:
    """Something that waits: what, how it stands, and where it is dealt with."""

    icon: str
    title: str
    detail: str
    url: str
    is_late: bool = False


def is_desk(rights: Rights) -> bool:
    """Operations and finance have a day of their own, unless they also lead."""
    return rights.has(Role.OPERATIONS, Role.FINANCE) and not rights.has(Role.DIRECTOR, Role.LEAD, Role.ADMINISTRATOR)


def lines_of(request, *, today: date, now: datetime) -> list[Line]:
    """What waits for the viewer, the most urgent kind first."""
    rights = request.rights
    found = [*_approvals(request, today)]
    if rights.has(Role.OPERATIONS):
        found += [*_imports(rights), *_contests(rights, today, now), *_goals(rights, today), *_people(rights, today)]
    found += [*_runs(rights), *_disputes(rights, today)]
    if rights.has(Role.FINANCE):
        found += [*_budgets(rights, today), *_since_the_last_run(rights)]
    return found


def _approvals(request, today: date) -> Iterator[Line]:
    if count := seats_waiting_for(request.user, on=today).count():
        title = ngettext("%(n)d approval waits for you", "%(n)d approvals wait for you", count) % {"n": count}
        yield Line("rubber-stamp", title, "", reverse("approvals:waiting"))


def _imports(rights: Rights) -> Iterator[Line]:
    """Files that stopped, and those somebody brought and left half-way."""
    open_ = [Batch.State.FAILED, Batch.State.MAPPING, Batch.State.CHECKED]
    for batch in batches_visible_to(rights).filter(state__in=open_)[:SHOWN]:
        failed = batch.state == Batch.State.FAILED
        detail = _("The import stopped.") if failed else _("Brought, but not imported yet.")
        url = reverse("imports:batch", args=[batch.pk])
        yield Line("table-import", batch.file_name, detail, url, is_late=failed)


def _contests(rights: Rights, today: date, now: datetime) -> Iterator[Line]:
    seen = contests_visible_to(rights, on=today)
    noticed = seen.filter(closure__notice_until__gt=now, settlement__isnull=True).select_related("closure")
    for contest in noticed.order_by("closure__notice_until")[:SHOWN]:
        detail = _("Result in public notice until %(day)s") % {"day": days.day(contest.closure.notice_until)}
        yield Line("trophy", str(contest), detail, reverse("contests:contest", args=[contest.pk]))
    for contest in past_the_cut_off(seen, now)[:SHOWN]:
        yield Line("trophy", str(contest), _("Over, to be counted"), reverse("contests:contest", args=[contest.pk]))


def _goals(rights: Rights, today: date) -> Iterator[Line]:
    waiting = goals_visible_to(rights, on=today).filter(in_force__isnull=True, withdrawal__isnull=True, end__gt=today)
    if count := waiting.count():
        title = ngettext("%(n)d goal is not agreed yet", "%(n)d goals are not agreed yet", count) % {"n": count}
        yield Line("target", title, _("Nobody is held to it until it is agreed."), reverse("goals:index"))


def _people(rights: Rights, today: date) -> Iterator[Line]:
    """People of today in no unit: what they sell counts for no team."""
    placed = Membership.objects.filter(running(today)).values("person_id")
    there = Q(left_on__isnull=True) | Q(left_on__gt=today)
    homeless = people_visible_to(rights, on=today).filter(there).exclude(pk__in=placed)
    if count := homeless.count():
        title = ngettext("%(n)d person is in no unit", "%(n)d people are in no unit", count) % {"n": count}
        names = pgettext("list", ", ").join(homeless.order_by("name").values_list("name", flat=True)[:SHOWN])
        url = reverse("organization:people") + "?unit=none"
        yield Line("user-question", title, names, url)


def _runs(rights: Rights) -> Iterator[Line]:
    """Runs with a next step: to be looked into, checked, or paid out."""
    runs = list(runs_visible_to(rights).order_by("-start", "-id")[:RECENT_RUNS])
    stages = stages_of(runs)
    steps = {
        Stage.FAILED: _("It stopped: see why."),
        Stage.CALCULATING: _("Being calculated."),
        Stage.CALCULATED: _("Calculated: check it and hand it in."),
        Stage.WAITING: _("Waiting for approval."),
        Stage.FINAL: _("Final: to be paid out."),
    }
    for run in runs:
        stage = stages[run.pk]
        if stage in steps:
            title = _("Pay run of %(month)s") % {"month": days.month(run.start, year=True)}
            url = reverse("incentives:run", args=[run.pk])
            yield Line("cash", title, steps[stage], url, is_late=stage == Stage.FAILED)


def _disputes(rights: Rights, today: date) -> Iterator[Line]:
    if count := disputes_visible_to(rights, on=today).filter(answer__isnull=True).count():
        title = ngettext("%(n)d question about a statement", "%(n)d questions about statements", count) % {"n": count}
        yield Line("message-circle", title, _("Waiting for an answer."), reverse("incentives:disputes"))


def _budgets(rights: Rights, today: date) -> Iterator[Line]:
    """Lines of today that are used up, or nearly."""
    lines = list(usable_on(budget_lines_visible_to(rights), today))
    known = balances(lines)
    for line in lines:
        balance = known[line.pk]
        if not balance.planned or balance.used * 1_000_000 < balance.planned * NEARLY_USED:
            continue
        used = int(balance.used * 1_000_000 / balance.planned)
        over = balance.free < 0
        detail = _("Over the budget") if over else _("%(share)s used") % {"share": shares.percent(used, 0)}
        yield Line("wallet", line.name, detail, reverse("incentives:budget_line", args=[line.pk]), is_late=over)


def _since_the_last_run(rights: Rights) -> Iterator[Line]:
    """Records of the period that was paid last, that came or were revised since it was calculated."""
    run = last_final()
    if run is None or run.frozen_at is None or not rights.sees_all(Role.FINANCE):
        return
    count = live_records().filter(day__gte=run.start, day__lt=run.end, created_at__gt=run.frozen_at).count()
    if count:
        title = ngettext(
            "%(n)d record of %(month)s changed since its pay run", "%(n)d records of %(month)s changed since its pay run",
            count,
        ) % {"n": count, "month": days.month(run.start)}  # fmt: skip
        detail = _("The next run pays the difference.")
        yield Line("history", title, detail, reverse("incentives:run", args=[run.pk]))
