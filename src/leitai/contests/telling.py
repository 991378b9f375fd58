"""The rules as sentences, in the order in which people ask about them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leitai.contests import figures
from leitai.contests.models import Contest
from leitai.contests.rules import Rules
from leitai.metrics.queries import by_code
from leitai.ui.figures import days


def sentences(rules: Rules) -> list[str]:
    """What everyone who takes part must know. Amended rules are compared sentence by sentence."""
    return [
        _scoring(rules),
        _days(rules),
        _entries(rules),
        _ties(rules),
        *_prizes(rules),
        _winning(rules),
        _seeing(rules),
        _notice(rules),
        *[line.strip() for line in rules.note.splitlines() if line.strip()],
    ]


def changes(before: Rules, after: Rules) -> tuple[list[str], list[str]]:
    """The sentences that went and those that came."""
    old, new = sentences(before), sentences(after)
    return [text for text in old if text not in new], [text for text in new if text not in old]


def _scoring(rules: Rules) -> str:
    metric = by_code(rules.metric).name
    if rules.per_point is not None:
        return _("%(metric)s: every %(amount)s is 1 point.") % {"metric": metric, "amount": figures.per_point(rules)}
    if rules.is_upward:
        return _("Whoever has more %(metric)s is ahead.") % {"metric": metric}
    return _("Whoever has less %(metric)s is ahead.") % {"metric": metric}


def _days(rules: Rules) -> str:
    return _("What happens on %(days)s counts, from 00:00 of the first day.") % {
        "days": days.day_range(rules.start, rules.end)
    }


def _entries(rules: Rules) -> str:
    when = {"day": days.day(rules.cut_off), "clock": days.clock_time(rules.cut_off)}
    if rules.grace_hours:
        text = ngettext(
            "Cut-off is %(day)s at %(clock)s; late entries for these days count for %(hours)d hour more.",
            "Cut-off is %(day)s at %(clock)s; late entries for these days count for %(hours)d hours more.",
            rules.grace_hours,
        )
        return text % (when | {"hours": rules.grace_hours})
    return _("Cut-off is %(day)s at %(clock)s; what is entered later does not count.") % when


def _ties(rules: Rules) -> str:
    if rules.ties == Contest.Ties.FIRST:
        return _(
            "Of equal scores the one reached first is ahead; where that is not known, they share the place and its prizes."
        )
    return _("Equal scores share the place, and the prizes of the places they fill, to the cent.")


def _prizes(rules: Rules) -> list[str]:
    return [
        _("%(places)s: %(prize)s%(each)s.")
        % {
            "places": figures.places(prize.first, prize.last),
            "prize": figures.prize(prize.kind, prize.amount, prize.points, prize.text),
            "each": _(" each") if prize.last > prize.first else "",
        }
        for prize in rules.prizes
    ]


def _winning(rules: Rules) -> str:
    if not rules.prizes:
        return _("There are no prizes; it is for the honour.")
    if rules.least_score is not None:
        return _("A prize asks for at least %(score)s.") % {"score": figures.score(rules, rules.least_score)}
    return _("Who has nothing to show wins nothing.") if rules.is_upward else _("Who has no figure wins nothing.")


def _seeing(rules: Rules) -> str:
    if rules.visibility == Contest.Visibility.OPEN:
        return _("Everyone sees the whole ranking.")
    return _("You see the first three, your own place and your neighbours; the rest is summed.")


def _notice(rules: Rules) -> str:
    if not rules.notice_days:
        return _("The result is final once it is counted.")
    text = ngettext(
        "The result is up for %(days)d day before it is final; objections go to the organiser.",
        "The result is up for %(days)d days before it is final; objections go to the organiser.",
        rules.notice_days,
    )
    return text % {"days": rules.notice_days}
