"""Where the marks of bars and rings stand: the arithmetic behind the attainment components.

Shares come as ppm (`int`, or digits in a string) or as a `Decimal` share; positions go out as SVG attributes.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import cos, pi, sin

from django.utils.translation import gettext as _

from leitai.ui.figures import rounded, shares

NEAR_EDGE = Decimal(12)  # per cent: a label nearer to an end than this is set from that end


def share_or_none(given) -> Decimal | None:
    """Per cent, or None for what is not known. "" is not known: it is what an absent attribute gives."""
    if given is None or given == "":
        return None
    return shares.in_percent(given)


def position(value: Decimal) -> str:
    """`57.4%`, kept on the track: what is beyond 100 ends at its end, and the figure beside it tells the rest."""
    return f"{rounded(_on_track(value), 3).normalize():f}%"


def _on_track(value: Decimal) -> Decimal:
    return min(max(value, Decimal(0)), Decimal(100))


@dataclass(frozen=True)
class Bar:
    """Positions in per cent of the track, "" where there is nothing to draw."""

    done: str = ""
    pace: str = ""
    pace_text: str = ""
    label_x: str = ""
    label_anchor: str = "middle"
    gap_x: str = ""
    gap: str = ""
    adds_x: str = ""
    adds: str = ""
    forecast_x: str = ""
    forecast: str = ""
    forecast_end: str = ""
    spoken: str = ""


def bar(value, pace=None, forecast_low=None, forecast_high=None, adds=None) -> Bar:
    """The bar of an attainment. The hatching starts half-way under the fill, so that no seam shows."""
    done, due = share_or_none(value), share_or_none(pace)
    filled = _on_track(done or Decimal(0))
    low, high, more = share_or_none(forecast_low), share_or_none(forecast_high), share_or_none(adds)
    drawn: dict[str, str] = {"spoken": spoken(value, pace)}
    if filled:
        drawn["done"] = position(filled)
    if due is not None and done is not None:
        anchor = "start" if due < NEAR_EDGE else "end" if due > 100 - NEAR_EDGE else "middle"
        label_x = "0" if anchor == "start" else "100%" if anchor == "end" else position(due)
        drawn |= {"pace": position(due), "pace_text": shares.percent(pace), "label_x": label_x, "label_anchor": anchor}
        if filled < _on_track(due):
            drawn |= {"gap_x": position(filled / 2), "gap": position(_on_track(due) - filled / 2)}
    if more:
        end = _on_track((done or Decimal(0)) + more)
        drawn |= {"adds_x": position(min(filled, end)), "adds": position(abs(end - filled))}
    if low is not None and high is not None:
        width = _on_track(high) - _on_track(low)
        drawn |= {"forecast_x": position(low), "forecast": position(width), "forecast_end": position(high)}
    return Bar(**drawn)


@dataclass(frozen=True)
class Tick:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Ring:
    centre: str
    radius: str
    width: int
    around: str
    done: str
    gap: str
    tick: Tick | None
    spoken: str
    known: bool
    has_done: bool
    small: bool


def ring(value, pace=None, size=176) -> Ring:
    """The ring of an attainment, clockwise from twelve."""
    size = int(size)
    width = 14 if size >= 120 else 8
    centre, radius = size / 2, (size - width) / 2 - 4
    around = 2 * pi * radius
    done, due = share_or_none(value), share_or_none(pace)
    reached = float(_on_track(done or Decimal(0))) / 100 * around
    missing = max(0.0, float(_on_track(due or Decimal(0))) / 100 * around - reached)
    return Ring(
        centre=_number(centre),
        radius=_number(radius),
        width=width,
        around=_number(around),
        done=_number(reached),
        gap=_number(missing) if missing else "",
        tick=_tick(float(_on_track(due)) / 100, centre, radius, width) if due is not None else None,
        spoken=spoken(value, pace),
        known=done is not None,
        has_done=reached > 0,
        small=size < 120,
    )


def _tick(turn: float, centre: float, radius: float, width: int) -> Tick:
    angle = turn * 2 * pi - pi / 2
    inner, outer = radius - width / 2 - 3, radius + width / 2 + 3
    return Tick(*(_number(centre + reach * part(angle)) for reach in (inner, outer) for part in (cos, sin)))


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def spoken(value, pace=None) -> str:
    """What the drawing says, for whoever does not see it."""
    if share_or_none(value) is None:
        return _("No figure yet")
    if share_or_none(pace) is None:
        return _("%(done)s done") % {"done": shares.percent(value)}
    return _("%(done)s done, %(due)s due") % {"done": shares.percent(value), "due": shares.percent(pace)}


def tug(red, blue) -> dict:
    """Where two sides meet: each one's part of both. Nobody has anything yet: in the middle."""
    red, blue = Decimal(str(red or 0)), Decimal(str(blue or 0))
    both = red + blue
    part = red / both * 100 if both > 0 else Decimal(50)
    return {"red": position(part), "spoken": _("%(red)s to %(blue)s") % {"red": red, "blue": blue}}
