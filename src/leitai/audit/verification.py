"""What `leitai verify` checks. A context registers its own when it starts:

    verification.register("totals", check_totals)

A check answers one sentence for each thing that differs, naming it, and nothing where all is as it should be.
"""

from collections.abc import Callable, Iterable, Iterator

Check = Callable[[], Iterable[str]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Raises ValueError for a name that is taken."""
    if _checks.setdefault(name, check) is not check:
        raise ValueError(f"There is a check named {name} already.")


def findings(only: Iterable[str] = ()) -> Iterator[tuple[str, Iterator[str]]]:
    """Each check and what it finds, in the order of registration; all of them, or only those named.

    Raises ValueError for a name that nobody registered.
    """
    names = list(only) or list(_checks)
    if unknown := [name for name in names if name not in _checks]:
        raise ValueError(f"{', '.join(unknown)}: there are {', '.join(_checks)}.")
    for name in names:
        yield name, _found(_checks[name])


def _found(check: Check) -> Iterator[str]:
    """What a check finds; it begins when it is asked."""
    yield from check()
