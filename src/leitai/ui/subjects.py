"""Subjects: what threads, approvals, tasks and files can be bound to, without importing it.

The context that owns a model registers it once in `ready()`:

    subjects.register(Goal, title=str, url=lambda goal: reverse("goals:goal", args=[goal.pk]),
                      visible_to=lambda rights, on: goals_visible_to(rights, on=on))

Whoever may not see the subject sees nothing bound to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, QuerySet

_registered: dict[str, "SubjectType"] = {}


@dataclass(frozen=True)
class SubjectType:
    """How one model speaks of itself. `noun` is its translated name ("goal"); `title` names one of them."""

    model: type[Model]
    noun: str
    title: Callable[[Model], str]
    url: Callable[[Model], str]
    visible_to: Callable[..., QuerySet]


def register(model: type[Model], *, noun, title, url, visible_to) -> None:
    """`visible_to(rights, on=day)` answers the queryset of those a viewer may see."""
    _registered[model._meta.label_lower] = SubjectType(model, noun, title, url, visible_to)


def label_of(subject: Model) -> str:
    """The stored form of a subject's type, e.g. "goals.goal"."""
    return subject._meta.label_lower


def subject_type(label: str) -> SubjectType:
    """Raises KeyError for a type nobody registered."""
    return _registered[label]


def registered() -> dict[str, SubjectType]:
    """Every type there is, by its stored form."""
    return dict(_registered)


def find(label: str, pk: int, *, rights=None, on: date | None = None) -> Model | None:
    """The subject, or None where it does not exist or (rights given) may not be seen."""
    if label not in _registered:
        return None
    kind = _registered[label]
    rows = kind.model._default_manager.all() if rights is None else kind.visible_to(rights, on=on)
    return rows.filter(pk=pk).first()


def find_many(pairs, *, rights=None, on: date | None = None) -> dict[tuple[str, int], Model]:
    """Many (label, id) pairs at once: one query per type. What may not be seen is missing from the answer."""
    wanted: dict[str, set[int]] = {}
    for label, pk in pairs:
        wanted.setdefault(label, set()).add(pk)
    found = {}
    for label, pks in wanted.items():
        if kind := _registered.get(label):
            rows = kind.model._default_manager.all() if rights is None else kind.visible_to(rights, on=on)
            found.update({(label, row.pk): row for row in rows.filter(pk__in=pks)})
    return found


def title(subject: Model) -> str:
    return subject_type(label_of(subject)).title(subject)


def url(subject: Model) -> str:
    """Its address; empty for a type that has no page of its own."""
    kind = _registered.get(label_of(subject))
    return kind.url(subject) if kind else ""
