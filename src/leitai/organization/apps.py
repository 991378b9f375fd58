from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    name = "leitai.organization"
    label = "organization"

    def ready(self):
        from leitai.organization import identity, policies, queries
        from leitai.ui import places, slots
        from leitai.ui.figures import currency

        currency.ask(queries.currency)
        slots.register("shell.identity", "organization", provider=identity.of_viewer)
        places.register(
            "team", label=_("Team"), icon="users", url="organization:people", prefixes=("today:person", "today:unit")
        )
        places.register(
            "settings",
            label=_("Settings"),
            icon="settings",
            url="settings:company",
            visible_to=policies.administers,
            foot=True,
        )
