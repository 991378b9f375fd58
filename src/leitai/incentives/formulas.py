"""Arithmetic in words: how a line came about, and what a rate table says, in the reader's language."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from leitai.incentives.models import Line
from leitai.incentives.rules import Component
from leitai.metrics.queries import Making
from leitai.sales.models import Kind
from leitai.tally.amounts import from_units, to_units
from leitai.tally.explain import Segment, explain_line
from leitai.ui.figures import days, money, shares

PLUS = " + "


@dataclass(frozen=True)
class Product:
    """One step of the arithmetic: `420,000 × 4%` is `16,800.00`, with the part of the table it belongs to."""

    label: str
    text: str
    result: Decimal


def products(component: Component, line: Line) -> list[Product]:
    """The products of a line, in order; empty where nothing was measured."""
    target = line.subtotal.target
    made = explain_line(
        component.for_tally(), to_units(line.before), to_units(line.after),
        target=None if target is None else to_units(target),
    )  # fmt: skip
    floors = _floors(component, target)
    found = [
        Product(_part(component, each, floors), _times(component, each), from_units(each.result))
        for each in made.segments
    ]
    if made.cut:
        found.append(Product(_("Cap"), "", from_units(made.cut)))
    return found


def _floors(component: Component, target: Decimal | None) -> list[int]:
    rule = component.for_tally().rule
    return [0] if component.is_flat else rule.floors(None if target is None else to_units(target))


def _times(component: Component, segment: Segment) -> str:
    return f"{shares.count(from_units(segment.amount))} × {rate(component, segment.rate)}"


def _part(component: Component, segment: Segment, floors: list[int]) -> str:
    """Fills tier 1, tier 2, enters tier 3: where in its tier a segment lies."""
    if segment.tier is None or component.is_flat:
        return ""
    if component.method == "whole":
        return (
            _("back at the old rate") if segment.amount < 0 else _("all at tier %(tier)d") % {"tier": segment.tier + 1}
        )
    low, high = sorted((segment.start, segment.end))
    ceiling = floors[segment.tier + 1] if segment.tier + 1 < len(floors) else None
    facts = {"tier": segment.tier + 1}
    if low > floors[segment.tier] and high == ceiling:
        return _("fills tier %(tier)d") % facts
    if low == floors[segment.tier] and high != ceiling and segment.tier:
        return _("enters tier %(tier)d") % facts
    return _("tier %(tier)d") % facts


def rate(component: Component, ppm: int) -> str:
    """`5.2%`, or money for each where pieces or customers are counted."""
    if component.is_count:
        return money.full(from_units(ppm // 100))
    return f"{shares.count(Decimal(ppm) / 10_000)}%"


def base_of_record(line: Line, making: Making | None, made: list[Product]) -> str:
    """`(89,500 − 折扣 4,500) × 50% = 42,500`: how what is paid on came of the record; empty where it is the record."""
    if making is None:
        return ""
    columns = {name: value for name, value in making.columns.items() if value}
    part = _share(line, making)
    # A part of a single column is already in the formula's one product.
    if len(columns) < 2 and (not part or len(made) == 1):
        return ""
    text = _signed_sum(columns)
    if part:
        text = f"({text}) × {part}" if len(columns) > 1 else f"{text} × {part}"
    return f"{text} = {_exact(making.counted)}"


def _signed_sum(columns: dict[str, Decimal]) -> str:
    """`89,500 − 折扣 4,500`."""
    names = {"discount": _("discount"), "cost": _("cost"), "amount": _("amount"), "quantity": _("quantity")}
    text = ""
    for column, value in columns.items():
        sign = ("− " if value < 0 else "+ ") if text else ("−" if value < 0 else "")
        name = f"{names[column]} " if text else ""
        text += f"{' ' if text else ''}{sign}{name}{_exact(abs(value))}"
    return text


def _exact(amount: Decimal) -> str:
    return money.plain(amount).removesuffix(".00")


def formula(component: Component, line: Line, made: list[Product], making: Making | None = None) -> str:
    """The line's arithmetic in one sentence."""
    text = PLUS.join(each.text for each in made if each.text)
    if line.kind == Line.Kind.EARLIER:
        return _earlier(component, line, made)
    part = _share(line, making)
    if part and making and len(made) == 1:
        whole = _exact(making.whole)
        return f"{_among(line)}{whole} × {part} × {rate(component, _rate_of(component, line))}"
    if part:
        return f"{_among(line)}{text}"
    if len(made) == 1 and not component.is_flat and component.method == "marginal":
        return _("All in tier %(tier)d: %(text)s") % {"tier": _tier_of(component, line) + 1, "text": text}
    return text


def _rate_of(component: Component, line: Line) -> int:
    return component.tiers[_tier_of(component, line)][2]


def _tier_of(component: Component, line: Line) -> int:
    target = line.subtotal.target
    units = None if target is None else to_units(target)
    segments = explain_line(component.for_tally(), to_units(line.before), to_units(line.after), target=units).segments
    return (segments[0].tier or 0) if segments else 0


def _share(line: Line, making: Making | None) -> str:
    """The person's share of a shared record, where only that share of it counts."""
    if making is None or making.counted == making.whole:
        return ""
    own = (each for each in line.record.credits.all() if each.person_id == line.statement.person_id)
    return next((shares.percent(each.share) for each in own), "")


def _among(line: Line) -> str:
    parts = line.record.credits.all()
    own = [each for each in parts if each.person_id == line.statement.person_id]
    rest = [each for each in parts if each.person_id != line.statement.person_id]
    said = [_("you %(share)s") % {"share": shares.percent(each.share)} for each in own]
    said += [_("%(name)s %(share)s") % {"name": each.person.name, "share": shares.percent(each.share)} for each in rest]
    return pgettext("list", ", ").join(said) + _(": ")


def _earlier(component: Component, line: Line, made: list[Product]) -> str:
    month, size = days.month(line.subtotal.basis.start), shares.count(abs(line.base))
    # One product says its rate alone; several are written out.
    rates = rate(component, _rate_of(component, line)) if len(made) == 1 else PLUS.join(each.text for each in made)
    facts = {"month": month, "amount": size, "rates": rates}
    if line.record.kind == Kind.RETURN:
        return _("%(amount)s of a deal of %(month)s returned, taken back at its %(rates)s") % facts
    if not line.record.live and line.base < 0:
        return _("%(month)s: %(amount)s no longer counts, taken back at its %(rates)s") % facts
    return _("%(month)s: %(amount)s made good at its %(rates)s") % facts


def title(line: Line) -> str:
    """What the line is about: the customer, the award, or rounding."""
    if line.award:
        return line.award.text or line.award.why
    if line.kind == Line.Kind.ROUNDING:
        return _("Rounding to the cent")
    if line.kind == Line.Kind.CARRY:
        return _("Carried to the next statement") if line.amount > 0 else _("Carried over from before")
    name = line.record.customer.name if line.record.customer else line.record.external_id
    if line.record.kind == Kind.RETURN:
        return _("%(name)s, return") % {"name": name}
    return name


def tier_name(component: Component, number: int) -> str:
    """`40万–80万 的部分`: what a row of the rate table says."""
    floor, ceiling, _rate = component.tiers[number]
    if component.is_flat:
        return _("all of it")
    low, high = _level(component, floor), None if ceiling is None else _level(component, ceiling)
    if component.method == "whole":
        return _whole_name(low, high, number)
    if number == 0:
        return _("up to %(high)s") % {"high": high} if high else _("all of it")
    if high is None:
        return _("what is above %(low)s") % {"low": low}
    return _("what is between %(low)s and %(high)s") % {"low": low, "high": high}


def _whole_name(low: str, high: str | None, number: int) -> str:
    if high is None:
        return _("from %(low)s, on everything") % {"low": low}
    if number == 0:
        return _("below %(high)s, on everything") % {"high": high}
    return _("%(low)s to %(high)s, on everything") % {"low": low, "high": high}


def _level(component: Component, level: int) -> str:
    if component.levels == "target":
        return pgettext("of a target", "%(share)s of target") % {"share": shares.percent(level)}
    amount = from_units(level)
    return shares.count(amount) if component.is_count else money.short(amount)


def tiers_walked(component: Component, opening: Decimal, base: Decimal, target: Decimal | None) -> str:
    """`走过三档`: how many tiers the running total went through."""
    rule = component.for_tally().rule
    if component.is_flat:
        return ""
    units = None if target is None else to_units(target)
    reached = rule.tier_at(to_units(opening + base), units) + 1
    return ngettext("through %(count)d tier", "through %(count)d tiers", reached) % {"count": reached}
