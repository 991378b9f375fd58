"""A definition read aloud: "net sales of new customers in product line X, without returns, per workday"."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from leitai.metrics.definitions import Definition, Filters, Part, Term
from leitai.organization.models import Unit
from leitai.sales.models import Channel, Product
from leitai.tally.amounts import from_units
from leitai.ui.figures import money, shares

# What a field of certain kinds is called; with other kinds the field and the kinds are named apart.
WHAT = {
    ("amount", ("order",)): pgettext_lazy("measure", "sales"),
    ("amount", ("payment",)): pgettext_lazy("measure", "payments received"),
    ("amount", ("won",)): pgettext_lazy("measure", "won amount"),
    ("amount", ("lost",)): pgettext_lazy("measure", "lost amount"),
    ("amount", ("return",)): pgettext_lazy("measure", "returns"),
    ("net", ("order", "return")): pgettext_lazy("measure", "net sales"),
    ("net", ("order",)): pgettext_lazy("measure", "net sales"),
    ("discount", ("order", "return")): pgettext_lazy("measure", "discounts"),
    ("discount", ("order",)): pgettext_lazy("measure", "discounts"),
    ("margin", ("order", "return")): pgettext_lazy("measure", "gross profit"),
    ("margin", ("order",)): pgettext_lazy("measure", "gross profit"),
    ("costed", ("order", "return")): pgettext_lazy("measure", "net sales whose cost is known"),
    ("costed", ("order",)): pgettext_lazy("measure", "net sales whose cost is known"),
    ("quantity", ("order", "return")): pgettext_lazy("measure", "units sold"),
    ("quantity", ("order",)): pgettext_lazy("measure", "units sold"),
    ("quantity", ("rating",)): pgettext_lazy("measure", "points of ratings"),
    ("count", ("order",)): pgettext_lazy("measure", "orders"),
    ("count", ("won",)): pgettext_lazy("measure", "deals won"),
    ("count", ("lost",)): pgettext_lazy("measure", "deals lost"),
    ("count", ("won", "lost")): pgettext_lazy("measure", "deals won or lost"),
    ("count", ("payment",)): pgettext_lazy("measure", "payments"),
    ("count", ("return",)): pgettext_lazy("measure", "number of returns"),
    ("count", ("activity",)): pgettext_lazy("measure", "activities"),
    ("count", ("assist",)): pgettext_lazy("measure", "assists"),
    ("count", ("rating",)): pgettext_lazy("measure", "ratings"),
    ("customers", ("order",)): pgettext_lazy("measure", "buying customers"),
    ("new_customers", ("order",)): pgettext_lazy("measure", "customers with their first order"),
    ("kept_customers", ("order",)): pgettext_lazy("measure", "customers who came again"),
    ("market", ()): pgettext_lazy("measure", "market size"),
}
FIELDS = {
    "amount": gettext_lazy("amount"),
    "net": gettext_lazy("amount after discount"),
    "quantity": gettext_lazy("quantity"),
    "discount": gettext_lazy("discount"),
    "cost": gettext_lazy("cost"),
    "costed": gettext_lazy("amount whose cost is known"),
    "margin": gettext_lazy("gross profit"),
    "count": pgettext_lazy("measure", "number"),
    "customers": gettext_lazy("customers"),
    "new_customers": gettext_lazy("new customers"),
    "kept_customers": gettext_lazy("customers who came again"),
}
MOMENTS = {"previous": gettext_lazy("the period before"), "year_before": gettext_lazy("the same period last year")}


def sentence(definition: Definition) -> str:
    """The whole meaning in one sentence, without a full stop; one query per sort of thing it names by id."""
    names = Names(definition)
    text = pgettext("sum of figures", " plus ").join(_part(part, names) for part in definition.parts)
    qualities = [_qualities(definition)] if _qualities(definition) else []
    return capfirst(_list([text, *qualities]))


def term_sentence(term: Term) -> str:
    """One term by itself, for the arithmetic of a figure."""
    return capfirst(_term(term, Names(Definition((Part((term,)),)))))


class Names:
    """Products, channels and units that a definition names by id, each read once."""

    def __init__(self, definition: Definition):
        filters = [term.filters for term in definition.terms]
        self.products = _names(Product, {pk for each in filters for pk in each.products})
        self.channels = _names(Channel, {pk for each in filters for pk in each.channels})
        self.units = _names(Unit, {pk for each in filters for pk in each.units})


def _names(model, ids: set[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _part(part: Part, names: Names) -> str:
    top = _side(part.top, names)
    if not part.bottom:
        return top
    return _("%(top)s divided by %(bottom)s") % {"top": top, "bottom": _side(part.bottom, names)}


def _side(terms: Iterable[Term], names: Names) -> str:
    text = ""
    for term in terms:
        said = _term(term, names)
        if not text:
            text = said if term.sign > 0 else _("minus %(what)s") % {"what": said}
        elif term.sign > 0:
            text = _("%(one)s plus %(other)s") % {"one": text, "other": said}
        else:
            text = _("%(one)s less %(other)s") % {"one": text, "other": said}
    return text


def _term(term: Term, names: Names) -> str:
    what = WHAT.get((term.field, term.kinds))
    if what is None:
        kinds = _list(_kinds(term.kinds), mark=_enumeration())
        what = _("%(field)s of %(kinds)s") % {"field": FIELDS.get(term.field, term.field), "kinds": kinds}
    text = _placed(str(what), _whose(term.filters), _where(term.filters, names))
    return _list([text, *_limits(term)])


def _kinds(kinds) -> list[str]:
    from leitai.sales.models import Kind

    return [str(Kind(kind).label) for kind in kinds]


def _placed(what: str, whose: str, where: str) -> str:
    said = {"what": what, "whose": whose, "where": where}
    if whose and where:
        return _("%(what)s of %(whose)s in %(where)s") % said
    if whose:
        return _("%(what)s of %(whose)s") % said
    return _("%(what)s in %(where)s") % said if where else what


def _whose(filters: Filters) -> str:
    if filters.customers == "new":
        return pgettext("whose", "new customers")
    if filters.customers == "returning":
        return pgettext("whose", "returning customers")
    return {"customer": pgettext("whose", "customers"), "peer": pgettext("whose", "colleagues")}.get(filters.rater, "")


def _where(filters: Filters, names: Names) -> str:
    said = []
    if filters.lines:
        said.append(_("product line %(names)s") % {"names": _quoted(filters.lines)})
    if filters.products:
        said.append(_("product %(names)s") % {"names": _quoted(names.products.get(pk, "?") for pk in filters.products)})
    if filters.channels:
        said.append(_("channel %(names)s") % {"names": _quoted(names.channels.get(pk, "?") for pk in filters.channels)})
    if filters.regions:
        said.append(_("region %(names)s") % {"names": _quoted(filters.regions)})
    if filters.units:
        said.append(_("unit %(names)s") % {"names": _quoted(names.units.get(pk, "?") for pk in filters.units)})
    return _list(said, mark=_enumeration())


def _limits(term: Term) -> list[str]:
    said = []
    if not term.filters.returned:
        said.append(_("without orders that were returned"))
    elif term.field in ("net", "quantity", "margin", "costed") and term.kinds == ("order",):
        said.append(_("without returns"))
    if term.filters.min_amount is not None:
        said.append(
            _("orders of at least %(amount)s") % {"amount": money.short_amount(from_units(term.filters.min_amount))}
        )
    if term.credit == "owner" and term.is_money:
        said.append(_("whole to whose it is"))
    if term.at in MOMENTS:
        said.append(_("of %(moment)s") % {"moment": MOMENTS[term.at]})
    return said


def _qualities(definition: Definition) -> str:
    said = []
    if definition.per:
        said.append({"workday": _("per workday"), "head": _("per head")}[definition.per])
    if definition.growth:
        said.append(_("growth on %(moment)s") % {"moment": MOMENTS[definition.growth]})
    if definition.cap:
        said.append(_("at most %(cap)s") % {"cap": _cap(definition)})
    return _list(said)


def _cap(definition: Definition) -> str:
    part = definition.parts[0]
    if definition.growth or part.unit == "ratio":
        return shares.percent(definition.cap)
    amount = from_units(definition.cap)
    return money.short_amount(amount) if part.unit == "money" else shares.count(amount)


def _quoted(names: Iterable) -> str:
    return _list([pgettext("quotation", "“%s”") % name for name in names], mark=_enumeration())


def _enumeration() -> str:
    return pgettext("between the words of an enumeration", ", ")


def _list(said: list[str], mark: str = "") -> str:
    return (mark or pgettext("between the clauses of a sentence", ", ")).join(said)
