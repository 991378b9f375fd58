from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class IncentivesConfig(AppConfig):
    name = "leitai.incentives"
    label = "incentives"

    def ready(self):
        from leitai.audit import verification
        from leitai.incentives import slots
        from leitai.incentives.runs.documents import check_runs
        from leitai.ui import places

        places.register("incentives", label=_("Incentives"), icon="gift", url="incentives:index")
        _register_subjects()
        _register_approvals()
        _register_commands()
        slots.register()
        verification.register("pay runs", check_runs)


def _register_subjects():
    from leitai.incentives import models
    from leitai.incentives.queries import awards, budget, runs, schemes, statements
    from leitai.ui import subjects
    from leitai.ui.figures import days

    def statement_title(statement):
        return str(_("statement of %(month)s")) % {"month": days.month(statement.run.start, year=True)}

    def add(model, noun, url, visible_to, title=str):
        subjects.register(model, noun=noun, title=title, url=url, visible_to=visible_to)

    add(models.BudgetLine, _("budget line"), lambda each: reverse("incentives:budget_line", args=[each.pk]),
        lambda rights, on: budget.budget_lines_visible_to(rights))  # fmt: skip
    add(models.Award, _("award"), lambda each: reverse("incentives:awards"), awards.awards_visible_to)
    add(models.Scheme, _("incentive scheme"), lambda each: reverse("incentives:scheme", args=[each.pk]),
        lambda rights, on: schemes.schemes_visible_to(rights))  # fmt: skip
    add(models.SchemeVersion, _("version of a scheme"),
        lambda each: reverse("incentives:scheme_version", args=[each.scheme_id, each.number]),
        lambda rights, on: models.SchemeVersion.objects.filter(scheme__in=schemes.schemes_visible_to(rights)))  # fmt: skip
    add(models.Run, _("pay run"), lambda each: reverse("incentives:run", args=[each.pk]),
        lambda rights, on: runs.runs_visible_to(rights))  # fmt: skip
    add(models.Statement, _("statement"), lambda each: reverse("incentives:statement", args=[each.pk]),
        statements.statements_visible_to, statement_title)  # fmt: skip
    add(models.Dispute, _("question about a statement"), lambda each: reverse("incentives:dispute", args=[each.pk]),
        statements.disputes_visible_to, lambda each: each.text[:60])  # fmt: skip


def _register_approvals():
    from leitai.accounts.roles import Role
    from leitai.approvals import subjects
    from leitai.approvals.steps import Step
    from leitai.incentives.actions.schemes import digest_of
    from leitai.incentives.approving import make_final, publish

    subjects.register(
        "incentives.schemeversion", name=_("publishing a scheme"), icon="gift", on_approved=publish, digest=digest_of,
        mend_url=lambda version, request: reverse("incentives:scheme_draft", args=[version.scheme_id]),
        steps=[Step(role=Role.DIRECTOR, mode="any"), Step(role=Role.FINANCE, mode="any")],
    )  # fmt: skip
    subjects.register(
        "incentives.run", name=_("making pay final"), icon="receipt", on_approved=make_final,
        steps=[Step(role=Role.FINANCE, mode="any")],
    )  # fmt: skip


def _register_commands():
    from leitai.incentives.models import Scheme
    from leitai.incentives.policies import payers
    from leitai.search import commands, sources

    sources.register(Scheme, texts=lambda scheme: [scheme.name], icon="gift", weight=60)
    commands.register("statements", label=_("My statements"), icon="receipt", url="incentives:index")
    commands.register("runs", label=_("Pay runs"), icon="calculator", url="incentives:runs", visible_to=payers)
