"""Measures that are paid on, as columns of the credits: each an expression in units."""

import narwhals as nw

from leitai.tally.amounts import integer


def net_sales() -> nw.Expr:
    """Sales less discounts; returns are records of their own, already negative."""
    return nw.col("amount") - nw.col("discount")


def margin(*, below_cost: bool = False) -> nw.Expr:
    """Amount less cost. What was sold below cost counts nothing, unless ``below_cost``.

    A return has both turned negative and takes back exactly what its sale counted.
    """
    difference = nw.col("amount") - nw.col("cost")
    if below_cost:
        return difference
    loses = nw.when(nw.col("amount") >= 0).then(difference < 0).otherwise(difference > 0)
    return nw.when(loses).then(integer(0)).otherwise(difference)
