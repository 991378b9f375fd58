from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "leitai.sales"
    label = "sales"

    def ready(self):
        from leitai.audit import verification
        from leitai.customers.queries import register_last_orders, register_sight
        from leitai.imports import kinds
        from leitai.organization.events import memberships_changed
        from leitai.sales import slots, subjects
        from leitai.sales.actions import rederive_units
        from leitai.sales.actions.splitting import carry_on
        from leitai.sales.events import records_changed
        from leitai.sales.imports import ProductsKind, RecordsKind
        from leitai.sales.queries import check_records, check_totals, customers_dealt_with

        kinds.register(ProductsKind())
        kinds.register(RecordsKind())

        def follow_memberships(sender, *, person_ids, since, **said):
            rederive_units(person_ids=person_ids, since=since)

        def carry_splits_on(sender, *, records, reversed, by, at, **said):
            carry_on(added=records, reversed=reversed, by=by, at=at)

        subjects.register()
        slots.register()
        verification.register("records", check_records)
        verification.register("totals", check_totals)
        register_sight("sales", customers_dealt_with)
        register_last_orders(slots.last_order_day)
        memberships_changed.connect(follow_memberships, weak=False, dispatch_uid="sales.follow_memberships")
        records_changed.connect(carry_splits_on, weak=False, dispatch_uid="sales.carry_splits_on")
