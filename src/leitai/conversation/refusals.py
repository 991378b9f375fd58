"""Why something cannot be said or changed, in the person's language."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Refused(ValidationError):
    """Nothing was changed. `code` tells which of these it is."""

    def __init__(self, message, code: str, params: dict | None = None):
        super().__init__(message, code, params)
        # Django keeps it for a single message only, not for one beside a field.
        self.code = code


def unseen() -> Refused:
    return Refused(_("You cannot see what this is about."), code="unseen")


def empty() -> Refused:
    return Refused({"body": [_("Write something or attach a file.")]}, code="empty")


def too_long(length: int, most: int) -> Refused:
    text = _("%(over)d characters too many; at most %(most)d.") % {"over": length - most, "most": most}
    return Refused({"body": [text]}, code="too_long")


def not_yours() -> Refused:
    return Refused(_("Only who wrote it can change it."), code="not_yours")


def too_late() -> Refused:
    return Refused(_("A message can be changed for 15 minutes; write a new one."), code="too_late")


def gone() -> Refused:
    return Refused(_("This message has been deleted."), code="gone")
