"""Growing and reshaping the tree of units."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from leitai.audit.actions import record
from leitai.organization.errors import OrganizationError, unit_cycle
from leitai.organization.models import Unit
from leitai.organization.queries import running


@transaction.atomic
def add_unit(*, name: str, parent: Unit, code: str = "", by, at: datetime) -> Unit:
    """A unit below `parent`. Two units of one parent may not share a name."""
    _ensure_name_free(name, parent)
    unit = Unit.objects.create(name=name, parent=parent, code=code)
    record(unit, "added", by=by, at=at, after=_facts(unit))
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, name: str, parent: Unit | None, code: str = "", by, at: datetime) -> Unit:
    """Rename or move a unit with all below it. Raises where the tree would close on itself."""
    # The lock keeps two moves from closing a circle together.
    list(Unit.objects.select_for_update().filter(parent__isnull=True))
    if unit.parent_id is not None and parent is None:
        raise OrganizationError(_("Choose the unit above."), code="no_parent", field="parent")
    if parent and parent.ancestors(include_self=True).filter(pk=unit.pk).exists():
        raise unit_cycle(unit, parent)
    _ensure_name_free(name, parent, but=unit)
    before = _facts(unit)
    unit.name, unit.parent, unit.code = name, parent, code
    unit.save(update_fields=["name", "parent", "code"])
    record(unit, "changed", by=by, at=at, before=before, after=_facts(unit))
    return unit


@transaction.atomic
def archive_unit(*, unit: Unit, on, by, at: datetime) -> Unit:
    """Take a unit out of use. Refuses while people or units belong to it."""
    people = unit.memberships.filter(running(on)).count()
    if people or unit.children.filter(archived_at__isnull=True).exists():
        raise OrganizationError(
            _("%(unit)s still has people or units. Move them first.") % {"unit": unit}, code="unit_in_use"
        )
    unit.archived_at = at
    unit.save(update_fields=["archived_at"])
    record(unit, "archived", by=by, at=at)
    return unit


def _ensure_name_free(name, parent, but=None):
    taken = Unit.objects.filter(parent=parent, name=name)
    if but:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise OrganizationError(
            _("%(parent)s already has a unit of this name.") % {"parent": parent}, code="unit_name_taken", field="name"
        )


def _facts(unit):
    return {"name": unit.name, "parent": unit.parent_id, "code": unit.code}
