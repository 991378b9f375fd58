"""What can be found. The context that owns a model says so once in `ready()`, beside registering the subject:

    sources.register(Customer, texts=lambda customer: [customer.name, customer.code], icon="building-store")

Title, address and who may see it come from ui/subjects.py.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save

_registered: dict[str, "FoundBy"] = {}


@dataclass(frozen=True)
class FoundBy:
    """`texts(row)`: what it is found by. `detail(row)`: a word beside its title. Heavier `weight` comes first."""

    model: type[Model]
    texts: Callable[[Model], Iterable[str]]
    detail: Callable[[Model], str]
    icon: str
    weight: int
    rows: Callable[[], QuerySet]


def register(model, *, texts, detail=lambda row: "", icon="circle", weight=0, rows=None) -> None:
    """`rows` limits what is indexed (all rows by default); it must give whole model instances."""
    from leitai.search.actions import forget, index

    label = model._meta.label_lower
    _registered[label] = FoundBy(model, texts, detail, icon, weight, rows or model._default_manager.all)
    post_save.connect(lambda instance, **_: index([instance]), sender=model, weak=False, dispatch_uid=f"search:{label}")
    post_delete.connect(
        lambda instance, **_: forget(instance), sender=model, weak=False, dispatch_uid=f"forget:{label}"
    )


def registered() -> dict[str, FoundBy]:
    return dict(_registered)
