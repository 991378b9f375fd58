"""The seven roles. What each may do is decided by the policies of the contexts, within a scope."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    OPERATIONS = "operations", _("sales operations")
    FINANCE = "finance", _("finance")
    DIRECTOR = "director", _("director")
    # "lead" alone is also a verb of contests.
    LEAD = "lead", pgettext_lazy("role", "lead")
    REP = "rep", _("rep")
    OBSERVER = "observer", _("observer")


class Scope(TextChoices):
    """Whose data a role reaches: one's own, a unit with all below it, or the whole company."""

    OWN = "own", _("own")
    UNIT = "unit", _("unit and below")
    ALL = "all", _("whole company")
