"""The plan of an import: how its file is read and what a person answered. Kept as JSON with the batch."""

from dataclasses import asdict, dataclass, field, fields


@dataclass
class Plan:
    """`mapping` gives headings their field (None: not imported); `fixed` says a field once for every row.

    `substitutions` put another text wherever a field says the first; `edits` change one line's cell; `skips`
    leave lines out; of wholly equal lines only the first comes in, unless `keep_twins`. `wide` is {"label", "year"}, `repair` {"column", "thousands"}, `lookup` {"stored", "name", "key"}.
    """

    sheet: str | None = None
    heading_row: int | None = None
    mapping: dict[str, str | None] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    wide: dict | None = None
    repair: dict | None = None
    lookup: dict | None = None
    source: str = ""
    substitutions: dict[str, dict[str, str]] = field(default_factory=dict)
    edits: dict[str, dict[str, str]] = field(default_factory=dict)
    skips: list[str] = field(default_factory=list)
    keep_twins: bool = False
    create: list[str] = field(default_factory=list)
    settings: dict = field(default_factory=dict)
    remember: bool = True

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict) -> "Plan":
        names = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in names})

    def columns_of(self) -> dict[str, str]:
        """Field to heading."""
        return {key: heading for heading, key in self.mapping.items() if key}

    def known(self) -> set[str]:
        """Fields that a column or a fixed value fills."""
        return {*self.columns_of(), *(key for key, said in self.fixed.items() if said)}
