"""The metrics every company has, each with its name, its meaning in a sentence and its definition.

`install` puts them into the database. One whose definition changes in a later release gets a new version there,
so that what was agreed on the older one still means what it meant.
"""

from dataclasses import dataclass

from django.db import connections
from django.utils.translation import gettext_lazy as _

from leitai.metrics.definitions import Definition, Filters, Part, Term, from_json, quotient, to_json, total

ORDERS = ("order",)
SALES = ("order", "return")
WON = ("won",)
FROM_CUSTOMER = Filters(rater="customer")
FROM_PEER = Filters(rater="peer")


@dataclass(frozen=True)
class BuiltIn:
    """A metric that ships with the product."""

    name: str
    meaning: str
    group: str
    unit: str
    definition: Definition
    direction: str = "up"


_NET = Term("net", SALES)
_RATED_BY_PEER = Part(
    (Term("quantity", ("rating",), filters=FROM_PEER),), (Term("count", ("rating",), filters=FROM_PEER),)
)

BUILT_IN: dict[str, BuiltIn] = {
    "sales": BuiltIn(
        _("sales"), _("The amounts of all orders of the period."), "sales", "money", total(Term("amount", ORDERS))
    ),
    "net_sales": BuiltIn(
        _("net sales"), _("Orders less returns less discounts."), "sales", "money", total(_NET)
    ),
    "orders": BuiltIn(
        _("orders"), _("How many orders; a shared order counts once, for whose it is."), "sales", "count",
        total(Term("count", ORDERS)),
    ),
    "average_order": BuiltIn(
        _("average order"), _("The amounts of orders divided by their number."), "sales", "money",
        quotient((Term("amount", ORDERS, credit="owner"),), (Term("count", ORDERS),)),
    ),
    "units_sold": BuiltIn(
        _("units sold"), _("Pieces ordered less pieces returned."), "sales", "count", total(Term("quantity", SALES))
    ),
    "growth": BuiltIn(
        _("growth on last period"), _("Net sales against the period before, the same number of days of it."),
        "sales", "ratio", total(_NET, growth="previous"),
    ),
    "growth_year": BuiltIn(
        _("growth on last year"), _("Net sales against the same days of last year."), "sales", "ratio",
        total(_NET, growth="year_before"),
    ),
    "market_share": BuiltIn(
        _("market share"), _("Net sales divided by the imported market size of the same days."), "sales", "ratio",
        quotient((_NET,), (Term("market", ()),)),
    ),
    "gross_profit": BuiltIn(
        _("gross profit"), _("Net sales less cost, of the records whose cost is known."), "money", "money",
        total(Term("margin", SALES)),
    ),
    "gross_margin": BuiltIn(
        _("gross margin"), _("Gross profit divided by the net sales whose cost is known."), "money", "ratio",
        quotient((Term("margin", SALES),), (Term("costed", SALES),)),
    ),
    "payments": BuiltIn(
        _("payments received"), _("Money received in the period, less refunds."), "money", "money",
        total(Term("amount", ("payment",))),
    ),
    "collection_rate": BuiltIn(
        _("collection rate"), _("Payments received in the period divided by its net sales."), "money", "ratio",
        quotient((Term("amount", ("payment",)),), (_NET,)),
    ),
    "new_customers": BuiltIn(
        _("new customers"), _("Customers whose first order ever is in the period."), "customers", "count",
        total(Term("new_customers", ORDERS)),
    ),
    "customers": BuiltIn(
        _("buying customers"), _("Different customers with an order in the period."), "customers", "count",
        total(Term("customers", ORDERS)),
    ),
    "retention": BuiltIn(
        _("retention"), _("Of the customers who ordered in the period before, the share that ordered again."),
        "customers", "ratio",
        quotient((Term("kept_customers", ORDERS, at="previous"),), (Term("customers", ORDERS, at="previous"),)),
    ),
    "satisfaction": BuiltIn(
        _("satisfaction"), _("The mean of the ratings customers gave."), "customers", "score",
        quotient(
            (Term("quantity", ("rating",), filters=FROM_CUSTOMER),),
            (Term("count", ("rating",), filters=FROM_CUSTOMER),),
        ),
    ),
    "won_amount": BuiltIn(
        _("won amount"), _("The amounts of opportunities won."), "pipeline", "money", total(Term("amount", WON))
    ),
    "won": BuiltIn(
        _("deals won"), _("How many opportunities were won."), "pipeline", "count", total(Term("count", WON))
    ),
    "win_rate": BuiltIn(
        _("win rate"), _("Opportunities won divided by those won or lost."), "pipeline", "ratio",
        quotient((Term("count", WON),), (Term("count", ("won", "lost")),)),
    ),
    "activities": BuiltIn(
        _("activities"), _("Visits, calls and other activities."), "pipeline", "count",
        total(Term("count", ("activity",))),
    ),
    "assists": BuiltIn(
        _("assists"), _("How often someone helped a colleague's deal along."), "team", "count",
        total(Term("count", ("assist",))),
    ),
    "teamwork": BuiltIn(
        _("teamwork"), _("One point for each assist, plus the mean rating colleagues gave."), "team", "score",
        Definition((Part((Term("count", ("assist",)),)), _RATED_BY_PEER)),
    ),
}  # fmt: skip


def install(using: str = "default", **_signal) -> None:
    """Every built-in metric exists, and its current version is what this release says."""
    from leitai.metrics.models import Metric

    if Metric._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated back to nothing
    existing = {metric.code: metric for metric in Metric.objects.select_related("current")}
    for code, built_in in BUILT_IN.items():
        metric = existing.get(code) or Metric.objects.create(
            code=code, builtin=True, group=built_in.group, unit=built_in.unit, direction=built_in.direction
        )
        _keep_current(metric, built_in.definition)


def _keep_current(metric, definition: Definition) -> None:
    from leitai.metrics.models import MetricVersion

    latest = metric.current
    if latest and from_json(latest.data) == definition:
        return
    number = latest.number + 1 if latest else 1
    metric.current = MetricVersion.objects.create(metric=metric, number=number, data=to_json(definition))
    metric.save(update_fields=["current"])
