"""What sales says on the pages of others: a customer's records, the tab of the data, what waits on this device."""

from django.db.models import Max, OuterRef, Subquery, Sum

from leitai import clock
from leitai.organization.models import Person
from leitai.sales.models import Credit, Kind, Record
from leitai.sales.policies import keeps_catalogue, reports_deals
from leitai.sales.queries import added_up, records_visible_to, with_part
from leitai.tally.periods import containing
from leitai.ui import slots

SHOWN = 20


def register() -> None:
    slots.register("data.tabs", "sales", provider=data_tab, template="sales/data_tab.html", order=20)
    slots.register("shell.top", "sales", provider=waiting, template="sales/waiting.html", order=10)
    slots.register("customers.figures", "sales", provider=customer_figures)
    slots.register(
        "customers.customer.sentence", "sales", provider=customer_sentence, template="sales/customer_sentence.html"
    )
    slots.register(
        "customers.customer.main", "sales", provider=customer_records, template="sales/customer_records.html"
    )
    slots.register("customers.list.actions", "sales", provider=reporting, template="sales/report_button.html")
    slots.register("imports.done", "sales", provider=imported, template="sales/imported.html")
    slots.register("shell.report", "sales", provider=reporting)
    slots.register("customers.list.empty", "sales", provider=reporting, template="sales/report_button.html")


def data_tab(request, **_) -> dict:
    return {"keeps_catalogue": keeps_catalogue(request)}


def waiting(request, **_) -> dict | None:
    return {"may_report": reports_deals(request)} if request.user.is_authenticated else None


def reporting(request, **_) -> dict | None:
    return {} if reports_deals(request) else None


def imported(request, *, batch, **_) -> dict | None:
    """The way from a finished import to its records."""
    return {"batch": batch} if batch.kind == "records" else None


def customer_figures(request, *, customers) -> dict:
    """{customer id: {"amount": net orders of this year, "last": day of the last order}} as far as one sees them."""
    year = containing("year", clock.today())
    records = records_visible_to(request.rights).filter(customer__in=[customer.pk for customer in customers]).order_by()
    sold = records.in_period(year.start, year.end).filter(kind__in=[Kind.ORDER, Kind.RETURN])
    found = {
        row["customer_id"]: {"amount": row["sum"]} for row in sold.values("customer_id").annotate(sum=Sum("amount"))
    }
    last = records.filter(kind=Kind.ORDER).values("customer_id").annotate(last=Max("day"))
    for row in last:
        found.setdefault(row["customer_id"], {})["last"] = row["last"]
    return found


def last_order_day(rights):
    """The day of a customer's last order, to sort customers by."""
    orders = records_visible_to(rights).filter(kind=Kind.ORDER, customer=OuterRef("pk")).order_by("-day")
    return Subquery(orders.values("day")[:1])


def customer_sentence(request, *, customer) -> dict:
    records = records_visible_to(request.rights).filter(customer=customer)
    orders = records.filter(kind=Kind.ORDER)
    year = containing("year", clock.today())
    this_year = orders.in_period(year.start, year.end).aggregate(sum=Sum("amount"))["sum"]
    first, last = orders.order_by("day", "id").first(), orders.order_by("-day", "-id").first()
    return {"sums": added_up(with_part(records)), "this_year": this_year, "first": first, "last": last}


def customer_records(request, *, customer) -> dict:
    records = records_visible_to(request.rights).filter(customer=customer)
    latest = list(records.select_related("product", "person", "unit").order_by("-day", "-id")[: SHOWN + 1])
    sellers = records.filter(kind__in=[Kind.ORDER, Kind.RETURN])
    return {
        "records": latest[:SHOWN],
        "more": len(latest) > SHOWN,
        "sellers": _sellers(sellers),
        "may_report": reports_deals(request),
    }


def _sellers(records) -> list[tuple]:
    """(name, person id, net amount) of whoever sold to this customer, the largest first."""
    sums: dict[int, object] = {}
    whole = records.filter(split=False).order_by().values_list("person_id").annotate(sum=Sum("amount"))
    shared = Credit.objects.filter(record__in=Record.objects.filter(pk__in=records.filter(split=True).values("pk")))
    for person_id, amount in [*whole, *shared.order_by().values_list("person_id").annotate(sum=Sum("amount"))]:
        sums[person_id] = sums.get(person_id, 0) + amount
    names = dict(Person.objects.filter(pk__in=sums).values_list("pk", "name"))
    return sorted(((names[pk], pk, amount) for pk, amount in sums.items()), key=lambda row: -row[2])[:8]
