"""How a goal and its numbers are spoken of."""

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from leitai.metrics.addresses import called
from leitai.metrics.wording import worded
from leitai.ui.figures import shares


def title(goal) -> str:
    """“周若溪 2026 年 11 月净销售额”."""
    facts = {"owner": goal.owner.name, "period": called(goal.period), "metric": goal.metric.name}
    return _("%(owner)s, %(metric)s in %(period)s") % facts


def names(goal) -> list[str]:
    """What it is found by: its title, and owner and metric by themselves, in each language: one entry serves all."""
    found = [goal.owner.name]
    for language, _name in settings.LANGUAGES:
        with override(language):
            found += [goal.metric.name, title(goal)]
    return found


def number(goal, value: int | None) -> str:
    """A value in the goal's scale."""
    return worded(value, goal.metric.unit)


def standing_clauses(stands, metric) -> list[str]:
    """How far it is, and the distance to pace, as clauses of a sentence with the figures in bold."""
    if not stands.begun:
        return []
    said = []
    if stands.reached:
        said.append(_("and has reached it"))
    elif stands.ppm is not None:
        said.append(format_html(_("<b>{share}</b> of the target"), share=shares.percent(stands.ppm)))
    if stands.gap is not None and stands.due_ppm is not None and not stands.reached:
        gap = worded(abs(stands.gap), metric.unit)
        words = _("<b>{gap}</b> behind pace") if stands.gap < 0 else _("<b>{gap}</b> ahead of pace")
        said.append(format_html(words, gap=gap))
    return said


def goal_clauses(goal, stands) -> list[str]:
    """“周若溪 2026 年 11 月净销售额目标 40万，已完成 1.2万，离进度还差 23.6万”."""
    facts = {"who": goal.owner.name, "name": goal.metric.name, "period": called(goal.period)}
    said = [
        format_html(
            _("{who} is to reach <b>{value}</b> {name} in {period}"), value=number(goal, stands.target), **facts
        )
    ]
    if stands.begun:
        said.append(format_html(_("so far <b>{value}</b>"), value=number(goal, stands.measured)))
    return said + standing_clauses(stands, goal.metric)


def lead_clauses(line, metric, period) -> list[str]:
    """The conclusion of a list of goals: how its topmost one stands."""
    facts = {"who": line.who.name, "name": metric.name, "period": called(period)}
    value = worded(line.stands.measured, metric.unit)
    first = format_html(_("{who}, {name} in {period}: <b>{value}</b>"), value=value, **facts)
    return [first, *standing_clauses(line.stands, metric)]
