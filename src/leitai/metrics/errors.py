"""What metrics refuse, in the person's language, with the field it belongs to."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "not_daily": _("“%(metric)s” has no daily figures: it compares whole periods."),
    "no_term": _("Say what is measured."),
    "too_many_terms": _("A metric adds up at most %(most)s figures."),
    "no_such_word": _("“%(word)s” cannot be chosen here."),
    "no_kind": _("Choose the kinds of records that count."),
    "no_base": _("Choose the period it is compared with."),
    "money_plus_count": _("Money and counts cannot be added to one another."),
    "ratio_needs_divisor": _("A ratio divides money by money, or a count by a count."),
    "divisor_not_ratio": _("This comes out as a ratio. Choose “ratio” as its unit."),
    "money_needs_money": _("This counts something. Choose “count” as its unit."),
    "count_needs_count": _("This adds up money. Choose “money” as its unit."),
    "cap_not_positive": _("The cap must be more than zero."),
    "market_is_divisor": _("The market's size can only be divided by."),
    "not_json": _("This definition cannot be read."),
    "name_missing": _("Give it a name."),
    "name_taken": _("A metric of this name exists."),
    "built_in": _("A built-in metric does not change. Make your own from it."),
    "same_definition": _("Nothing was changed."),
    "reason_missing": _("Say why it changes; whoever uses it will read this."),
    "archived": _("“%(metric)s” is archived."),
    "size_not_positive": _("The market's size must be more than zero."),
}


class MetricError(ValidationError):
    """A refusal; `code` names it, `field` the form field the message stands beside."""

    def __init__(self, code: str, *, field: str = "", **facts):
        message = ValidationError(MESSAGES[code], code=code, params=facts)
        super().__init__({field: [message]} if field else message)
        self.code = code
        self.facts = facts
