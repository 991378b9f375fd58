"""The number of an order's line: the order's own where it has one line, with the product where it has several.

Files tell an order differently: one line today and two tomorrow, or no product at all. So what the source said
before decides: a line keeps the number under which it is here already, whatever else is in the file it comes in.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from leitai.sales.models import Kind, Record, Source
from leitai.sales.rows import chunks

Order = tuple[str, str]  # number and kind


def plain_number(order: Order) -> str:
    order_no, kind = order
    return order_no if kind == Kind.ORDER else f"{order_no}/{kind}"


def line_number(order: Order, product: str) -> str:
    return f"{plain_number(order)}/{product}"[:110]


class OrderLines:
    """`learn` the lines of a file once, then ask for the `number` of each, in the file's order.

    `product_of` finds the id of a product's text. Where no product is told (`by_product` False), an order that is
    here in several lines has no number.
    """

    def __init__(self, source: Source | None, *, by_product: bool, product_of: Callable[[str], int | None]):
        self.source, self.by_product, self.product_of = source, by_product, product_of
        self.several = False
        self._own: dict[Order, str | None] = {}  # the product whose line has the order's own number
        self._only: dict[Order, str] = {}  # the one line that an order told without products is here as
        self._taken: set[Order] = set()

    def learn(self, lines: Iterable[tuple[Order, str]]) -> None:
        if not self.by_product and self.source is None:
            return
        products = defaultdict(list)
        for order, product in lines:
            products[order].append(product)
        for some in chunks(products.items()):
            self._settle(dict(some))

    def number(self, order: Order, product: str) -> str | None:
        """None: the order is here in several lines, and this one names none of them."""
        if not self.by_product:
            return self._only.get(order, plain_number(order)) or None
        if order not in self._taken and self._own.get(order, product) == product:
            self._taken.add(order)
            return plain_number(order)
        return line_number(order, product)

    def _settle(self, products: dict[Order, list[str]]) -> None:
        known, lines = self._known(products), self._lines(products)
        for order, said in products.items():
            beside = lines.get(order, set()) - {plain_number(order)}
            if not self.by_product:
                if beside and plain_number(order) not in known:
                    self._only[order] = next(iter(beside)) if len(beside) == 1 else ""
                continue
            self.several |= len(said) > 1
            self._own[order] = self._owner(order, said, known, beside)

    def _owner(self, order: Order, said: list[str], known: dict[str, int | None], beside: set[str]) -> str | None:
        new = [each for each in said if line_number(order, each) not in known]
        if plain_number(order) not in known:
            return said[0] if len(said) == 1 and new and not beside else None
        for each in said:
            if self._is(each, known[plain_number(order)]):
                return each
        # Its product is none of these. Where the file tells all the other lines, the product was corrected.
        told = {line_number(order, each) for each in said}
        whole = {re.sub(r"#\d+$", "", each) for each in beside} <= told
        return new[0] if new and whole else None

    def _is(self, product: str, product_id: int | None) -> bool:
        found = self.product_of(product) if product else None
        return found == product_id and (found is not None or not product)

    def _known(self, products: dict[Order, list[str]]) -> dict[str, int | None]:
        """{number: product} of what the source has said under these numbers, whether it counts or not."""
        wanted = {plain_number(order) for order in products}
        wanted |= {line_number(order, each) for order, said in products.items() for each in said}
        known: dict[str, int | None] = {}
        for some in chunks(wanted) if self.source else ():
            rows = Record.objects.filter(source=self.source, external_id__in=some).order_by("revision")
            known |= dict(rows.values_list("external_id", "product_id"))
        return known

    def _lines(self, products: dict[Order, list[str]]) -> dict[Order, set[str]]:
        """The numbers under which these orders are here."""
        found = defaultdict(set)
        for some in chunks({order_no for order_no, _kind in products}) if self.source else ():
            rows = Record.objects.filter(live=True, order_no__in=some, source=self.source).exclude(order_no="")
            for order_no, kind, number in rows.values_list("order_no", "kind", "external_id"):
                found[order_no, kind].add(number)
        return found
