from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    name = "leitai.metrics"
    label = "metrics"

    def ready(self):
        from django.urls import reverse

        from leitai.imports import kinds as import_kinds
        from leitai.metrics.import_kind import MarketKind
        from leitai.metrics.library import install
        from leitai.metrics.models import Metric
        from leitai.ui import places, slots, subjects

        import_kinds.register(MarketKind())
        # After every migration, and after a test empties the tables: the built-in metrics are there.
        post_migrate.connect(install, sender=self, dispatch_uid="metrics.library")
        places.register("data", label=_("Data"), icon="chart-bar", url="metrics:library", prefixes=("sales", "imports"))
        slots.register(
            "data.tabs", "metrics", provider=lambda request, **_: {}, template="metrics/data_tab.html", order=200
        )
        subjects.register(
            Metric,
            noun=_("metric"),
            title=str,
            url=lambda metric: reverse("metrics:metric", args=[metric.pk]),
            visible_to=lambda rights, on: Metric.objects.all(),
        )
