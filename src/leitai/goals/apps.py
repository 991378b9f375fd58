from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    name = "leitai.goals"
    label = "goals"

    def ready(self):
        from django.urls import reverse

        from leitai.approvals import subjects as approval_subjects
        from leitai.goals import filling
        from leitai.goals.actions.agreeing import agree_revision, asked_about
        from leitai.goals.import_kind import TargetsKind
        from leitai.goals.models import Goal
        from leitai.goals.policies import may_propose
        from leitai.goals.queries import goals_visible_to
        from leitai.goals.wording import names
        from leitai.imports import kinds as import_kinds
        from leitai.search import commands, sources
        from leitai.ui import places, subjects

        import_kinds.register(TargetsKind())
        subjects.register(
            Goal,
            noun=_("goal"),
            title=str,
            url=lambda goal: reverse("goals:goal", args=[goal.pk]),
            visible_to=goals_visible_to,
        )
        mend = lambda subject, request: reverse("goals:revision", args=[subject.pk])  # noqa: E731
        approval_subjects.register(
            "goals.goal", kind="agreement", name=_("goal"), on_approved=agree_revision, icon="target", mend_url=mend,
            digest=asked_about,
        )  # fmt: skip
        approval_subjects.register(
            "goals.goal", kind="revision", name=_("change of goal"), on_approved=agree_revision, icon="adjustments",
            mend_url=mend, digest=asked_about,
        )  # fmt: skip
        sources.register(
            Goal,
            texts=names,
            icon="target",
            weight=50,
            rows=lambda: Goal.objects.select_related("metric", "person", "unit"),
        )
        commands.register("new-goal", label=_("New goal"), icon="target", url="goals:new", visible_to=may_propose)
        places.register("goals", label=_("Goals"), icon="target", url="goals:index")
        filling.register()
