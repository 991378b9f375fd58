"""A person's place among those they are ranked with, the way to the next, and how it moved since yesterday."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from leitai.metrics.models import Metric
from leitai.metrics.queries import measure
from leitai.organization.models import Person
from leitai.tally import standings
from leitai.tally.amounts import from_units
from leitai.tally.periods import Period


@dataclass(frozen=True)
class Place:
    """`to_next` in units of 1/10,000, None for the first; `rose` in places since yesterday, negative when it fell."""

    place: int
    of: int
    to_next: int | None
    rose: int

    @property
    def next_place(self) -> int:
        return self.place - 1

    to_next_amount = property(lambda self: None if self.to_next is None else from_units(self.to_next))


def place_of(person: Person, among: list[Person], *, metric: Metric, period: Period, today: date) -> Place | None:
    """Ranked are those of `among` who have anything this period, and the person; None with nobody to be ranked with."""
    now = measure(metric, period, person_ids=[each.pk for each in among], as_of=today)
    ids = [key for key, value in now.items() if value or key == person.pk]
    if len(ids) < 2 or person.pk not in ids:
        return None
    yesterday = measure(metric, period, person_ids=ids, as_of=today - timedelta(days=1))
    mine, before = (_standing_of(person, {key: values.get(key) for key in ids}) for values in (now, yesterday))
    rose = before["place"] - mine["place"] if today > period.start else 0
    return Place(mine["place"], len(ids), None if mine["place"] == 1 else mine["to_next"], rose)


def _standing_of(person: Person, measured: dict) -> dict:
    frame = pl.DataFrame(
        [(key, value or 0) for key, value in measured.items()],
        schema={"person": pl.Int64, "score": pl.Int64},
        orient="row",
    )
    standing = standings.gaps(standings.rank(frame))
    return standing.row(by_predicate=pl.col("person") == person.pk, named=True)
