"""Kinds of answers a case is compared with; each prints as people write it."""

from dataclasses import dataclass

from leitai.tally.amounts import from_ppm, from_units


@dataclass(frozen=True, order=True)
class Amount:
    """Units, printed as money: two decimals, four where the last two are not zero."""

    units: int

    def __str__(self) -> str:
        return f"{from_units(self.units):,.{2 if self.units % 100 == 0 else 4}f}"


@dataclass(frozen=True, order=True)
class Percent:
    """Ppm, printed in percent."""

    ppm: int

    def __str__(self) -> str:
        return f"{(from_ppm(self.ppm) * 100).normalize():f}%"
