"""Everything a run calculates with, gathered once and kept in one Parquet file.

The rows are what is still to be paid for: current records less what the ledger paid. A record that changed since is
the difference; a return belongs to the period in which its order was paid, and to whoever was on the scheme for it. The rest (rules, targets, openings, awards,
debts) travels in the file's own metadata, so that the file and the engine are all a replay needs.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from leitai import __version__
from leitai.incentives import targets
from leitai.incentives.models import Award, Remark, Run, Scheme, SchemeVersion
from leitai.incentives.queries.schemes import version_on
from leitai.incentives.runs import ledger
from leitai.incentives.runs.crediting import in_pay_period
from leitai.incentives.runs.roster import Roster
from leitai.metrics.queries import contributions
from leitai.organization.models import Person
from leitai.tally.amounts import to_units
from leitai.tally.periods import Period

ENTRIES = pa.schema(
    [
        ("basis", pa.int32()), ("component", pa.string()), ("person", pa.int64()), ("record", pa.int64()),
        ("day", pa.date32()), ("base", pa.int64()),
    ]
)  # fmt: skip
METADATA = b"leitai.run"


@dataclass(frozen=True)
class Based:
    """A version of a scheme over a period; `fresh` where no final run paid that period yet."""

    version: SchemeVersion
    period: Period
    fresh: bool

    def to_json(self) -> dict:
        return {
            "scheme": self.version.scheme_id, "version": self.version.pk, "number": self.version.number,
            "start": self.period.start.isoformat(), "end": self.period.end.isoformat(), "fresh": self.fresh,
            "rules": self.version.data,
        }  # fmt: skip


@dataclass
class Frozen:
    """The inputs of a run. People are named by id, for a staff number may be corrected; `people` says which number each
    had that day. Amounts are units of 1/10,000."""

    header: dict
    entries: pl.DataFrame

    def write(self, path: Path) -> str:
        """Write the file; its sha256."""
        path.parent.mkdir(parents=True, exist_ok=True)
        said = json.dumps(self.header, ensure_ascii=False, sort_keys=True).encode()
        table = self.entries.to_arrow().cast(ENTRIES).replace_schema_metadata({METADATA: said})
        scratch = path.with_suffix(".new")
        pq.write_table(table, scratch, compression="zstd")
        scratch.replace(path)
        return sha256(path.read_bytes()).hexdigest()

    @classmethod
    def read(cls, path: Path, digest: str) -> "Frozen":
        """Raises ValueError where the file is not the one that was written."""
        body = path.read_bytes()
        if sha256(body).hexdigest() != digest:
            raise ValueError(f"{path.name} was changed since the run froze it")
        table = pq.read_table(pa.BufferReader(body))
        header = json.loads(table.schema.metadata[METADATA])
        return cls(header, pl.from_arrow(table.replace_schema_metadata(None)))


@dataclass
class Gathering:
    """What is collected on the way to Frozen."""

    bases: list[Based] = field(default_factory=list)
    entries: list[pl.DataFrame] = field(default_factory=list)
    openings: list[tuple] = field(default_factory=list)
    targets: list[tuple] = field(default_factory=list)
    remarks: list[tuple] = field(default_factory=list)


def gather(run: Run, *, only: Iterable[Scheme] | None = None) -> tuple[Frozen, list[tuple]]:
    """The inputs of a run as of now, and what to look at: (remark kind, person id, component name)."""
    period = ledger.period_of(run)
    found = Gathering()
    for scheme in only if only is not None else schemes_paid_in(period):
        _gather_scheme(found, scheme, period)
    awards = _awards(before=period.end)
    debts = ledger.debts()
    entries = pl.concat(found.entries) if found.entries else _no_entries()
    people = set(entries["person"]) | {each[0] for each in awards}
    codes = dict(Person.objects.filter(pk__in=people | set(debts)).values_list("pk", "code"))
    header = {
        "engine": __version__,
        "period": [period.start.isoformat(), period.end.isoformat()],
        "bases": [base.to_json() for base in found.bases],
        "people": sorted([p, code] for p, code in codes.items()),
        "openings": sorted([b, c, p, units] for b, c, p, units in found.openings),
        "targets": sorted([b, c, p, units] for b, c, p, units in found.targets),
        "awards": sorted([p, award, day.isoformat(), units] for p, award, day, units in awards),
        "debts": sorted([p, units] for p, units in debts.items()),
    }
    order = ["basis", "component", "person", "day", "record"]
    return Frozen(header, entries.select(ENTRIES.names).sort(order)), found.remarks


def schemes_paid_in(period: Period) -> list[Scheme]:
    return list(Scheme.objects.filter(archived_at__isnull=True, pays=period.kind or ""))


def _no_entries() -> pl.DataFrame:
    columns = {"basis": pl.Int32, "component": pl.String, "person": pl.Int64, "record": pl.Int64}
    return pl.DataFrame(schema={**columns, "day": pl.Date, "base": pl.Int64})


def _gather_scheme(found: Gathering, scheme: Scheme, period: Period) -> None:
    paid = ledger.first_bases(scheme)
    bases = [Based(basis.version, Period(basis.start, basis.end), False) for basis in paid]
    if period not in {base.period for base in bases} and (version := version_on(scheme, period.start)):
        bases.append(Based(version, period, True))
    if not bases:
        return
    roster = Roster(scheme)
    if not roster.rows:
        found.remarks.append((Remark.Kind.NOBODY, None, scheme.name))
    current = _current(bases, roster)
    for number, base in enumerate(bases, start=len(found.bases)):
        found.bases.append(base)
        _gather_basis(found, scheme, number, base, current)


def _current(bases: list[Based], roster: Roster) -> pl.DataFrame:
    """What records say today: start, component, record, person, day, base. Only people on the scheme."""
    paid = {base.period for base in bases if not base.fresh}
    frames = []
    for version in {base.version for base in bases}:
        periods = [base.period for base in bases]
        own = {base.period.start for base in bases if base.version == version}
        for component in version.rules.components:
            rows = in_pay_period(contributions(component.definition, periods), periods, paid)
            rows = rows.filter(pl.col("start").is_in(list(own)))
            named = roster.on_scheme(rows).with_columns(component=pl.lit(component.key))
            frames.append(named.select("start", "component", "record", "person", "day", "base"))
    return pl.concat(frames)


def _gather_basis(found: Gathering, scheme: Scheme, number: int, base: Based, current: pl.DataFrame) -> None:
    start = base.period.start
    paid = ledger.paid_bases(scheme).filter(pl.col("start") == start) if not base.fresh else None
    now = current.filter(pl.col("start") == start)
    entries = now if paid is None else _differences(now, paid)
    for component in base.version.rules.components:
        own = entries.filter(pl.col("component") == component.key)
        if component.needs_target:
            own = _with_targets(found, scheme, number, base, component, own)
        if paid is not None:
            _add_openings(found, number, component, own, paid)
        named = own.with_columns(basis=pl.lit(number, pl.Int32))
        found.entries.append(named.select("basis", "component", "person", "record", "day", "base"))


def _differences(now: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """What changed since it was paid: new and revised records, returns, and what no longer counts."""
    keys = ["component", "record", "person"]
    joined = now.drop("start").join(paid.drop("start"), on=keys, how="full", coalesce=True)
    changed = joined.with_columns(base=pl.col("base").fill_null(0) - pl.col("paid").fill_null(0))
    changed = changed.filter(pl.col("base") != 0).drop("paid")
    gone = changed.filter(pl.col("day").is_null())["record"].unique().to_list()
    if not gone:
        return changed
    from leitai.sales.models import Record

    days = dict(Record.objects.filter(pk__in=gone).values_list("pk", "day"))
    filled = pl.col("record").replace_strict(days, default=None, return_dtype=pl.Date)
    return changed.with_columns(day=pl.coalesce("day", filled))


def _with_targets(found, scheme, number, base, component, own) -> pl.DataFrame:
    """Freeze the targets; whoever lacks one is not calculated, and that is said."""
    people = own["person"].unique().to_list()
    before = ledger.targets_paid_by(scheme)
    known = {p: before[key] for p in people if (key := (base.period.start, component.key, p)) in before}
    missing = [person for person in people if person not in known]
    known |= {p: units for p, units in targets.targets_for(component.metric, base.period, missing).items() if units > 0}
    found.targets += [(number, component.key, person, units) for person, units in known.items()]
    found.remarks += [(Remark.Kind.NO_TARGET, p, component.name) for p in people if p not in known]
    return own.filter(pl.col("person").is_in(list(known)))


def _add_openings(found, number, component, own, paid) -> None:
    of_component = paid.filter(
        (pl.col("component") == component.key) & pl.col("person").is_in(own["person"].unique().to_list())
    )
    sums = of_component.group_by("person").agg(pl.col("paid").sum())
    found.openings += [(number, component.key, person, units) for person, units in sums.iter_rows() if units]


def _awards(*, before: date) -> list[tuple[int, int, date, int]]:
    """Money still to be paid on awards, or to come back: (person id, award id, day, units)."""
    awards = Award.objects.filter(kind=Award.Kind.MONEY, day__lt=before).select_related("withdrawal")
    awards = list(awards.order_by("day", "id"))
    paid = ledger.paid_for_awards(award.pk for award in awards)
    found = []
    for award in awards:
        due = 0 if hasattr(award, "withdrawal") else to_units(award.amount)
        if rest := due - paid.get(award.pk, 0):
            found.append((award.person_id, award.pk, award.day, rest))
    return found
