"""What goals refuse, in the person's language, with the field it belongs to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "same_period": _("%(owner)s already has a goal for %(metric)s in this period. Revise that one instead."),
    "overlapping": _("This crosses %(other)s. Goals for one metric may lie within one another, but not cross."),
    "owner_left": _("%(owner)s leaves on %(day)s, before this period begins."),
    "owner_archived": _("%(owner)s is archived."),
    "no_owner": _("Say whose goal it is."),
    "zero_target": _("A target of zero has no attainment. Write a number above zero."),
    "negative_target": _("A target is more than 0."),
    "no_number": _("Write the target."),
    "levels_crossed": _("Base, target and stretch must rise in this order."),
    "ratio_too_large": _("Write a share as a percentage, at most 1,000%."),
    "growth_of_ratio": _("A ratio has no growth goal here. Write the level itself."),
    "no_base": _("There is nothing to grow on: %(metric)s was zero in the base period."),
    "period_over": _("This period is over."),
    "not_part": _("The part does not lie within its parent."),
    "not_open": _("This goal is no longer open to that."),
    "revision_waits": _("A revision is already waiting for approval."),
    "same_number": _("This is the number already."),
    "reason_missing": _("Say why."),
    "no_parts": _("Choose at least one part."),
    "parts_do_not_add_up": _("The parts come to %(sum)s, not %(target)s."),
    "ratio_not_split": _("A ratio cannot be split into parts that add up. Give each owner a goal of their own."),
    "check_outside": _("The check date lies outside the period."),
    "check_done": _("This check is done already."),
    "check_early": _("The check date is still to come."),
}


class GoalError(ValidationError):
    """A refusal; `code` names it, `field` the form field the message stands beside."""

    def __init__(self, code: str, *, field: str = "", **facts):
        message = ValidationError(MESSAGES[code], code=code, params=facts)
        super().__init__({field: [message]} if field else message)
        self.code = code
        self.facts = facts
