from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ContestsConfig(AppConfig):
    name = "leitai.contests"
    label = "contests"

    def ready(self):
        from django.db.models.signals import post_delete, post_save

        from leitai.approvals import subjects as approvals
        from leitai.approvals.steps import Step
        from leitai.audit import verification
        from leitai.contests import board, slots
        from leitai.contests.actions.asking import digest_of
        from leitai.contests.actions.publishing import publish_approved
        from leitai.contests.counting import check_settlements
        from leitai.contests.events import hear_records, hear_rights
        from leitai.contests.models import Contest
        from leitai.contests.queries import PUBLICATION, contests_visible_to
        from leitai.live import channels
        from leitai.organization.models import Membership, RoleAssignment
        from leitai.sales.events import records_changed
        from leitai.ui import subjects

        subjects.register(
            Contest,
            noun=_("contest"),
            title=str,
            url=lambda contest: reverse("contests:contest", args=[contest.pk]),
            visible_to=lambda rights, on: contests_visible_to(rights, on=on),
        )
        approvals.register(
            "contests.contest", kind=PUBLICATION, name=_("publishing a contest"), icon="trophy",
            steps=[Step(role="director", mode="any")], on_approved=publish_approved, digest=digest_of,
            mend_url=lambda contest, request: reverse("contests:rules", args=[contest.pk]),
        )  # fmt: skip
        channels.register(
            "contests/<int:contest_id>", admit=board.admit, read=board.read_live, show=board.show,
            topics=("records", "contest:{contest_id}"),
        )  # fmt: skip
        records_changed.connect(hear_records, dispatch_uid="contests.hear_records")
        for model in (RoleAssignment, Membership):
            post_save.connect(hear_rights, sender=model, dispatch_uid=f"contests.saved_{model.__name__}")
            post_delete.connect(hear_rights, sender=model, dispatch_uid=f"contests.deleted_{model.__name__}")
        slots.register()
        _register_search()
        verification.register("contests", check_settlements)


def _register_search():
    from leitai.contests.models import Contest
    from leitai.contests.naming import names
    from leitai.contests.policies import organisers
    from leitai.search import commands, sources

    sources.register(Contest, texts=names, icon="trophy", weight=70)
    commands.register("new-contest", label=_("New contest"), icon="trophy", url="contests:new", visible_to=organisers)
