"""What a caller asks for: the steps of a request, and the rows that say what would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leitai.accounts.models import User
from leitai.organization.models import Person, Unit


@dataclass(frozen=True)
class Step:
    """One step: named people, or the holders of a role for a unit (None: the requester's own).

    `mode` "all": each must say yes; "any": the first word decides. `threshold`: the step is asked only for
    requests of at least this amount. Raises ValueError where nobody is named.
    """

    role: str = ""
    people: Sequence[User | Person] = ()
    unit: Unit | None = None
    mode: str = "all"
    due_in_workdays: int | None = None
    threshold: Decimal | None = None

    def __post_init__(self):
        if not self.role and not self.people:
            raise ValueError("a step names a role or people")
        if self.mode not in ("all", "any"):
            raise ValueError(f"a step is decided by all or any, not {self.mode!r}")


@dataclass(frozen=True)
class Change:
    """One row of what would change. Label and values are anything a phrase can hold; None: there is none."""

    label: Any
    before: Any = None
    after: Any = None
