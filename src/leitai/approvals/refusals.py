"""Why the engine says no to somebody, in their language."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class Refused(ValidationError):
    """Nothing was changed. `code` tells which of these it is."""

    def __init__(self, message, code: str, params: dict | None = None):
        super().__init__(message, code, params)
        # Django keeps it for a single message only, not for one beside a field.
        self.code = code


def over() -> Refused:
    return Refused(_("This request is no longer waiting for anybody."), code="over")


def not_yours() -> Refused:
    return Refused(_("This step is not yours to decide."), code="not_yours")


def decided(name: str) -> Refused:
    return Refused(_("%(name)s has already decided this."), code="decided", params={"name": name})


def reason_needed() -> Refused:
    return Refused(_("Say why, so that it can be mended."), code="reason_needed")


def changed() -> Refused:
    return Refused(_("This was changed after it was asked. Return it, so that it is handed in again."), code="changed")


def already_open() -> Refused:
    return Refused(_("The same is already waiting for approval."), code="already_open")
