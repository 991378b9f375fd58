from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "leitai.imports"
    label = "imports"

    def ready(self):
        from leitai.imports import kinds
        from leitai.imports.people import PeopleKind
        from leitai.imports.policies import may_import
        from leitai.ui import slots

        kinds.register(PeopleKind())
        slots.register(
            "data.tabs",
            "imports",
            provider=lambda request, here="", **said: {"here": here},
            template="imports/data_tab.html",
            visible_to=may_import,
        )
