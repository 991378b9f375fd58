from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "leitai.approvals"
    label = "approvals"

    def ready(self):
        from django.urls import reverse

        from leitai.approvals import queries, today
        from leitai.approvals.models import Delegation, Request
        from leitai.ui import slots, subjects

        subjects.register(
            Request,
            noun=_("approval request"),
            title=queries.title_of,
            url=lambda request: reverse("approvals:request", args=[request.pk]),
            visible_to=queries.requests_visible_to,
        )
        subjects.register(
            Delegation,
            noun=_("delegation"),
            title=str,
            url=lambda delegation: reverse("approvals:delegations"),
            visible_to=queries.delegations_visible_to,
        )
        slots.register("today.side", "approvals", provider=today.side, template="approvals/today_side.html", order=10)
        slots.register("shell.menu", "approvals", provider=today.menu, template="approvals/menu.html")
        slots.register("shell.phone_menu", "approvals", provider=today.menu, template="approvals/menu.html")
        slots.register(
            "settings.tabs", "approvals", provider=today.settings_tab, template="approvals/settings_tab.html"
        )
        slots.register("subject.approval", "approvals", provider=today.state, template="approvals/subject_slot.html")
