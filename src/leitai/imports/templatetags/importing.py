"""The words of imports in templates."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leitai.imports import kinds
from leitai.imports.models import Batch

register = template.Library()


@register.simple_tag
def kind_label(key):
    try:
        return kinds.get(key).label
    except KeyError:
        return key


@register.simple_tag
def import_steps(step):
    return [(_("Choose"), ""), (pgettext("step", "Columns"), ""), (_("Look over"), ""), (_("Import"), "")]


@register.simple_tag
def fate_words(fate):
    return {
        "new": pgettext("rows", "new"),
        "changed": pgettext("rows", "changed"),
        "same": pgettext("rows", "the same, untouched"),
        "left_out": pgettext("rows", "left out"),
        "refused": pgettext("rows", "refused"),
    }[fate]


@register.simple_tag
def tab_words(fate):
    return {
        "refused": pgettext("rows", "To mend"),
        "changed": pgettext("rows", "Changed"),
        "new": pgettext("rows", "New"),
        "same": pgettext("rows", "The same"),
        "left_out": pgettext("rows", "Left out"),
    }[fate]


@register.filter
def written_rows(batch):
    counts = batch.counts
    return counts.get("new", 0) + counts.get("changed", 0)


@register.filter
def of(mapping, key):
    return mapping.get(key, "")


@register.filter
def at(fields, place):
    return fields[place].label


@register.simple_tag
def standing(batch, now):
    """What can be done with an import in a list: undo it, go on with it, or nothing more."""
    if batch.state == Batch.State.DONE:
        if batch.is_undone:
            return {"verb": "", "words": _("undone")}
        days = batch.days_to_undo(now)
        return {"verb": "undo", "days": days} if days else {"verb": "", "words": ""}
    if batch.state == Batch.State.FAILED:
        return {"verb": "", "words": batch.get_state_display()}
    return {"verb": "go_on", "words": _("Go on") if not batch.is_running else batch.get_state_display()}
