from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "leitai.customers"
    label = "customers"

    def ready(self):
        from django.urls import reverse

        from leitai.customers.import_kind import CustomersKind
        from leitai.customers.models import Customer
        from leitai.customers.queries import customers_visible_to
        from leitai.imports import kinds
        from leitai.search import sources
        from leitai.ui import places, subjects

        kinds.register(CustomersKind())
        places.register("customers", label=_("Customers"), icon="building-store", url="customers:index")
        subjects.register(
            Customer,
            noun=_("customer"),
            title=str,
            url=lambda customer: reverse("customers:customer", args=[customer.pk]),
            visible_to=customers_visible_to,
        )
        sources.register(
            Customer,
            texts=lambda customer: [customer.name, customer.code],
            detail=lambda customer: customer.region,
            icon="building-store",
            weight=70,
        )
