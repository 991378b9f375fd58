from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class TodayConfig(AppConfig):
    name = "leitai.today"
    label = "today"

    def ready(self):
        from leitai.imports.policies import may_import
        from leitai.organization.models import Person, Unit
        from leitai.organization.queries import people_visible_to, units_visible_to
        from leitai.sales.policies import reports_deals
        from leitai.search import commands, sources
        from leitai.ui import places, subjects

        places.register("today", label=_("Today"), icon="sun", url="today:index")
        # The page of a person and of a unit live here, so this room says where they are.
        subjects.register(
            Person,
            noun=_("person"),
            title=str,
            url=lambda person: reverse("today:person", args=[person.pk]),
            visible_to=lambda rights, on: people_visible_to(rights, on=on),
        )
        subjects.register(
            Unit,
            noun=_("unit"),
            title=str,
            url=lambda unit: reverse("today:unit", args=[unit.pk]),
            visible_to=lambda rights, on: units_visible_to(rights),
        )
        sources.register(
            Person,
            texts=lambda person: [person.name, person.code],
            detail=lambda person: person.code,
            icon="user",
            weight=90,
        )
        sources.register(Unit, texts=lambda unit: [unit.name, unit.code], icon="sitemap", weight=80)
        commands.register(
            "report", label=_("Report a deal"), icon="circle-plus", url="sales:report", visible_to=reports_deals
        )
        commands.register(
            "import", label=_("Import a file"), icon="table-import", url="imports:index", visible_to=may_import
        )
