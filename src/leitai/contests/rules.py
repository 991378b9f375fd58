"""The rules as frozen values: what decides the result, nothing else. Kept as JSON, told as sentences."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from leitai.contests.models import Contest, RulesVersion
from leitai.metrics.models import MetricVersion
from leitai.tally.amounts import from_units, to_units
from leitai.tally.periods import Period


@dataclass(frozen=True)
class PrizeRule:
    """What each of the places from `first` to `last` wins; `amount` in 1/10,000."""

    first: int
    last: int
    kind: str
    amount: int = 0
    points: int = 0
    text: str = ""

    @property
    def places(self) -> range:
        return range(self.first, self.last + 1)


@dataclass(frozen=True)
class Rules:
    """One version of the rules. Amounts and scores are integers of 1/10,000; a ratio's score is its per cent."""

    name: str
    metric: str
    definition: dict
    unit: str
    sides_are: str
    sides: tuple[str, ...]
    start: date
    end: date
    cut_off: datetime
    grace_hours: int
    per_point: int | None
    direction: str
    ties: str
    least_score: int | None
    visibility: str
    notice_days: int
    note: str
    prizes: tuple[PrizeRule, ...]

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)

    @property
    def is_upward(self) -> bool:
        return self.direction == "up"

    def worst_case(self, sides: int | None = None) -> int:
        """The most money the prizes can cost, in 1/10,000: every place that can be taken is taken."""
        there = len(self.sides) if sides is None else sides
        return sum(prize.amount * sum(place <= there for place in prize.places) for prize in self.prizes)

    def to_json(self) -> dict:
        """The same rules are the same text: an instant is said in UTC, wherever it was written."""
        data = asdict(self)
        cut_off = self.cut_off.astimezone(UTC).isoformat()
        data |= {"start": self.start.isoformat(), "end": self.end.isoformat(), "cut_off": cut_off}
        return data | {"sides": list(self.sides), "prizes": [asdict(prize) for prize in self.prizes]}

    @classmethod
    def from_json(cls, data: dict) -> "Rules":
        return cls(
            **data
            | {
                "start": date.fromisoformat(data["start"]),
                "end": date.fromisoformat(data["end"]),
                "cut_off": datetime.fromisoformat(data["cut_off"]),
                "sides": tuple(data["sides"]),
                "prizes": tuple(PrizeRule(**prize) for prize in data["prizes"]),
            }
        )


def digest(data: dict) -> str:
    """SHA-256 over the JSON with sorted keys, so that the same rules have the same digest."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def drafted(contest: Contest, meaning: MetricVersion | None = None) -> Rules:
    """The rules as the contest's columns say them now, with this meaning of the metric, else that of today.

    Sides are named by their codes, never by their names.
    """
    return Rules(
        name=contest.name,
        metric=contest.metric.code,
        definition=(meaning or contest.metric.current).data,
        unit=contest.metric.unit,
        sides_are=contest.sides_are,
        sides=tuple(_code(side) for side in contest.sides.select_related("person")),
        start=contest.start,
        end=contest.end,
        cut_off=contest.cut_off,
        grace_hours=contest.grace_hours,
        per_point=None if contest.per_point is None else to_units(contest.per_point),
        direction=contest.direction,
        ties=contest.ties,
        least_score=None if contest.least_score is None else to_units(contest.least_score),
        visibility=contest.visibility,
        notice_days=contest.notice_days,
        note=contest.note,
        prizes=tuple(
            PrizeRule(prize.first, prize.last, prize.kind, to_units(prize.amount), prize.points, prize.text)
            for prize in contest.prizes.all()
        ),
    )


def _code(side) -> str:
    return side.person.code if side.person_id else f"unit:{side.unit_id}"


def in_force(contest: Contest) -> Rules:
    """The rules that decide: the newest version, or the draft where none is published."""
    version = newest(contest)
    return Rules.from_json(version.data) if version else drafted(contest)


def newest(contest: Contest) -> RulesVersion | None:
    """The newest version; the one held, while a page or a board is being read."""
    if hasattr(contest, "held_version"):
        return contest.held_version
    return contest.versions.select_related("metric_version__metric").order_by("-number").first()


def hold(contest: Contest) -> Contest:
    """Read the newest version once for everything that is asked of this instance from here on. Not for actions."""
    contest.held_version = newest(contest)
    return contest


def hold_all(contests: Iterable[Contest]) -> None:
    """As hold, for many at once."""
    contests = [contest for contest in contests if not hasattr(contest, "held_version")]
    if not contests:
        return
    versions = RulesVersion.objects.filter(contest__in=contests).select_related("metric_version__metric")
    newest_of = {version.contest_id: version for version in versions.order_by("number")}
    for contest in contests:
        contest.held_version = newest_of.get(contest.pk)


def meaning(contest: Contest) -> MetricVersion:
    """What the metric means in this contest."""
    version = newest(contest)
    return version.metric_version if version else contest.metric.current


def worst_case(contest: Contest):
    """The most money the prizes can cost, as Decimal."""
    return from_units(drafted(contest).worst_case())
