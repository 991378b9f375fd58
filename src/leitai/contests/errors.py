"""What contests refuse, in the person's language, with the field it belongs to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "ends_before_start": _("The last day comes before the first."),
    "cut_off_outside": _("The cut-off must lie after the first day begins and at most seven days after the last."),
    "no_sides": _("Choose who takes part."),
    "one_side": _("A contest needs at least two; so far there is only “%(name)s”."),
    "overlapping": _("“%(inner)s” is part of “%(outer)s”: the same people would fight on two sides."),
    "no_budget": _("Choose the budget line the prizes come from. Without one, nothing can be published."),
    "budget_outside": _("“%(name)s” does not cover %(day)s, when the prizes are due."),
    "budget_short": _("“%(name)s” has %(free)s left; the prizes can cost up to %(amount)s."),
    "already_over": _("The cut-off is already past. Choose a later one."),
    "prize_overlap": _("Two money prizes are set for place %(place)s."),
    "prize_empty": _("Say what this prize is: an amount, points, or a thing."),
    "prize_negative": _("A prize is more than nothing; nobody pays in."),
    "per_point_not_positive": _("How much makes one point must be more than 0."),
    "prize_not_cents": _("Write the amount to the cent: nobody can be paid less than one."),
    "prize_places": _("The last of these places comes before the first."),
    "points_of_ratio": _("A ratio is compared as it is; points are for amounts and counts."),
    "published": _("Published rules are frozen. Change them as an amendment, with the reason."),
    "being_asked": _("Publishing is being approved. Withdraw the request first, then change the draft."),
    "not_as_read": _(
        "The prizes can now cost another sum than stated here. Return this, so that it is handed in from the contest's page."
    ),
    "not_published": _("This contest is not published."),
    "cancelled": _("This contest was called off."),
    "not_over": _("The contest runs until %(until)s; it can be closed after that."),
    "closed": _("This contest is closed; its rules and its count stand."),
    "not_closed": _("Close the contest first: its result is shown publicly before it is settled."),
    "notice_over": _("The public notice is over; objections were taken until then."),
    "notice_runs": _("The public notice runs until %(until)s. Settle after that."),
    "settled": _("This contest is settled."),
    "same_count": _("Counted again it comes to the same; the count stands."),
    "same_rules": _("Nothing was changed."),
    "reason_missing": _("Say why; everyone who takes part will read this."),
}


class ContestError(ValidationError):
    """A refusal; `code` names it, `field` the form field the message stands beside."""

    def __init__(self, code: str, *, field: str = "", **facts):
        message = ValidationError(MESSAGES[code], code=code, params=facts)
        super().__init__({field: [message]} if field else message)
        self.code = code
        self.facts = facts
        self.field = field
