"""The rate table editor: what was typed, what it means, and beside each field what to do where it means nothing."""

from dataclasses import dataclass, field, replace

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from leitai.incentives import typed
from leitai.incentives.rules import LEVELS, METHODS, Component, Fault, Rules, check_tiers, payable
from leitai.metrics.models import Metric
from leitai.metrics.queries import library
from leitai.money.forms import MESSAGES
from leitai.tally.amounts import AmountError, from_units
from leitai.ui.figures import money, shares

MOST_TIERS = 20
MOST_COMPONENTS = 8


@dataclass
class TierRow:
    """A tier as typed. `ceiling` blank: without end."""

    floor: str = ""
    ceiling: str = ""
    rate: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not (self.floor or self.ceiling or self.rate).strip()


@dataclass
class ComponentRow:
    """A component as typed. `cap` blank: as much as it comes to."""

    number: int
    key: str
    name: str = ""
    metric: str = ""
    method: str = "marginal"
    levels: str = "amount"
    tiers: list[TierRow] = field(default_factory=list)
    cap: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def shown_tiers(self) -> list[TierRow]:
        """A flat rate is the one tier from 0 without end."""
        return self.tiers[:1] if self.method == "flat" else self.tiers

    @property
    def faults(self) -> int:
        return len(self.errors) + sum(len(tier.errors) for tier in self.shown_tiers)


class Editor:
    """Reads a POST, or shows rules that exist. `rules` is None while anything means nothing.

    `unheld`: the rules that exist say something these fields do not, so that keeping them would change them.
    """

    def __init__(self, components: list[ComponentRow]):
        self.components = components
        self.unheld = False
        self.metrics = {metric.code: metric for metric in payable_metrics()}
        self.rules: Rules | None = None

    @classmethod
    def of(cls, rules: Rules | None) -> "Editor":
        if rules is None:
            return cls([_blank(0)])
        shown = cls([_shown(number, component) for number, component in enumerate(rules.components)])
        editor = cls.typed(shown.posted())
        editor.unheld = not editor._holds(rules)
        return editor

    def posted(self) -> MultiValueDict:
        """What the form sends when nothing is touched."""
        data = MultiValueDict({"component": [str(row.number) for row in self.components]})
        for row in self.components:
            for name in ("key", "name", "metric", "method", "levels", "cap"):
                data[f"{name}-{row.number}"] = getattr(row, name)
            for name in ("floor", "ceiling", "rate"):
                data.setlist(f"{name}-{row.number}", [getattr(tier, name) for tier in row.shown_tiers])
        return data

    def _holds(self, rules: Rules) -> bool:
        """Whether what stands in the fields is these rules; metrics mean what they mean today."""
        metrics = [self.metrics.get(component.metric) for component in rules.components]
        if not all(metrics):
            # Said beside the field: another metric has to be chosen.
            return True
        today = [
            replace(component, definition=metric.definition, unit=metric.unit)
            for component, metric in zip(rules.components, metrics, strict=True)
        ]
        return Editor.typed(self.posted()).check() == Rules(tuple(today))

    @classmethod
    def typed(cls, data) -> "Editor":
        numbers = data.getlist("component")[:MOST_COMPONENTS]
        editor = cls([_typed(place, number, data) for place, number in enumerate(numbers)] or [_blank(0)])
        editor._change(data.get("change", ""))
        return editor

    def _change(self, what: str) -> None:
        """What a button asks for: add-tier:0, drop-tier:0:2, add-component, drop-component:1."""
        verb, *places = what.split(":")
        at = [int(place) for place in places if place.isdigit()]
        component = self.components[at[0]] if at and at[0] < len(self.components) else None
        if verb == "add-tier" and component and len(component.tiers) < MOST_TIERS:
            component.tiers.append(TierRow(floor=component.tiers[-1].ceiling if component.tiers else "0"))
        elif verb == "drop-tier" and component and len(at) == 2 and len(component.tiers) > 1:
            component.tiers[at[1] : at[1] + 1] = []
        elif verb == "add-component" and len(self.components) < MOST_COMPONENTS:
            self.components.append(_blank(len(self.components), key=_free_key(self.components)))
        elif verb == "drop-component" and component and len(self.components) > 1:
            self.components.remove(component)
        for number, each in enumerate(self.components):
            each.number = number

    def check(self) -> Rules | None:
        """The rules, or None with every error in its place."""
        made = [self._component(row) for row in self.components]
        names = [row.name.strip() for row in self.components]
        for row in self.components:
            if row.name.strip() and names.count(row.name.strip()) > 1:
                row.errors.setdefault("name", _("Two components have this name."))
        if all(made) and not any(row.faults for row in self.components):
            self.rules = Rules(tuple(made))
        return self.rules

    @property
    def faults(self) -> int:
        return sum(row.faults for row in self.components)

    def _component(self, row: ComponentRow) -> Component | None:
        metric = self.metrics.get(row.metric)
        if not row.name.strip():
            row.errors["name"] = _("Name the component, for example “Commission on signed deals”.")
        if metric is None:
            row.errors["metric"] = _("Choose what is paid on.")
        if row.method not in METHODS or row.levels not in LEVELS:
            row.errors["method"] = _("Choose how the table is read.")
        tiers, cap = _read_tiers(row, metric), _read_cap(row)
        if tiers is None or row.faults or metric is None:
            return None
        for fault in check_tiers(tiers):
            _tell(row, fault, metric)
        if row.faults:
            return None
        levels = "amount" if row.method == "flat" else row.levels
        return Component(
            row.key,
            row.name.strip(),
            metric.code,
            metric.definition,
            metric.unit,
            row.method,
            tuple(tiers),
            levels,
            cap,
        )


def payable_metrics() -> list[Metric]:
    """The metrics a component can be paid on."""
    return [metric for metric in library() if payable(metric.definition)]


def _blank(number: int, key: str = "c1") -> ComponentRow:
    return ComponentRow(number, key, metric="net_sales", tiers=[TierRow("0", "", "")])


def _free_key(rows: list[ComponentRow]) -> str:
    used = {row.key for row in rows}
    return next(key for key in (f"c{n}" for n in range(1, len(rows) + 2)) if key not in used)


def _typed(place: int, number: str, data) -> ComponentRow:
    def said(name):
        return data.get(f"{name}-{number}", "")[:200]

    columns = [data.getlist(f"{name}-{number}")[:MOST_TIERS] for name in ("floor", "ceiling", "rate")]
    tiers = [TierRow(*(text[:40] for text in texts)) for texts in zip(*columns, strict=False)]
    key = said("key") if said("key").isalnum() else f"c{place + 1}"
    return ComponentRow(
        place,
        key[:16],
        said("name")[:60],
        said("metric"),
        said("method"),
        said("levels") or "amount",
        tiers or [TierRow("0")],
        said("cap")[:40],
    )


def _shown(number: int, component: Component) -> ComponentRow:
    """Rules that exist, as one would type them."""
    tiers = [
        TierRow(
            typed.level_text(component, floor),
            "" if ceiling is None else typed.level_text(component, ceiling),
            typed.rate_text(component, rate),
        )
        for floor, ceiling, rate in component.tiers
    ]
    return ComponentRow(
        number, component.key, component.name, component.metric, component.method, component.levels, tiers,
        cap=typed.cap_text(component.cap),
    )  # fmt: skip


def _read_tiers(row: ComponentRow, metric: Metric | None) -> list | None:
    is_count = metric is not None and metric.unit != "money"
    by_target = row.levels == "target" and row.method != "flat"
    if row.method != "flat":
        while len(row.tiers) > 1 and row.tiers[-1].is_blank:
            row.tiers.pop()
    read, level = [], typed.percent if by_target else typed.amount
    for tier in row.shown_tiers:
        floor = 0 if row.method == "flat" else _read(tier, "floor", level)
        ceiling = None
        if row.method != "flat" and tier.ceiling.strip():
            ceiling = _read(tier, "ceiling", level)
        rate = _read(tier, "rate", typed.money_each if is_count else typed.percent)
        read.append((floor, ceiling, rate))
    return None if any(tier.errors for tier in row.shown_tiers) else read


def _read_cap(row: ComponentRow) -> int | None:
    if not row.cap.strip():
        return None
    try:
        cap = typed.amount(row.cap)
    except AmountError as error:
        row.errors["cap"] = _unreadable(error, row.cap)
        return None
    if cap <= 0:
        row.errors["cap"] = _("Write an amount above zero.")
    return cap


def _read(tier: TierRow, name: str, parse) -> int | None:
    text = getattr(tier, name)
    try:
        return parse(text)
    except AmountError as error:
        if error.code == "empty" or not text.strip():
            tier.errors[name] = _("Write a rate.") if name == "rate" else _("Write where this tier begins.")
        else:
            tier.errors[name] = _unreadable(error, text)
    return None


def _unreadable(error: AmountError, text: str) -> str:
    return str(MESSAGES.get(error.code, MESSAGES["not_a_number"])) % {"text": text}


def _tell(row: ComponentRow, fault: Fault, metric: Metric) -> None:
    """The fault beside the field where it is mended, saying what to do."""
    by_target, is_count = row.levels == "target", metric.unit != "money"

    def said(level):
        return shares.percent(level) if by_target else (shares.count if is_count else money.short)(from_units(level))

    facts = {name: said(value) for name, value in fault.facts}
    place, text = {
        "no_tiers": ("rate", _("Write at least one tier.")),
        "first_not_zero": ("floor", _("Nothing is paid below %(floor)s. Let the first tier begin at 0.")),
        "empty": ("ceiling", _("A tier ends above where it begins.")),
        "hole": (
            "floor",
            _(
                "Between %(from)s and %(to)s nothing is paid. Let this tier begin at %(from)s, or the one before end at %(to)s."
            ),
        ),
        "overlap": (
            "floor",
            _(
                "From %(from)s to %(to)s two tiers hold. Let this tier begin at %(to)s, or the one before end at %(from)s."
            ),
        ),
        "ends_early": ("ceiling", _("Say where this tier ends: another one follows.")),
        "last_ends": (
            "ceiling",
            _("Above %(ceiling)s nothing is paid. Leave the end of the last tier blank, or add a tier."),
        ),
        "rate_negative": ("rate", _("A rate is not negative.")),
        "rate_too_high": ("rate", _("This rate is too high to be meant.")),
    }[fault.code]
    tier = row.shown_tiers[min(fault.tier, len(row.shown_tiers) - 1)]
    tier.errors.setdefault(place, text % facts if facts else text)
