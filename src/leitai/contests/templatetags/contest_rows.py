"""How rows of a board read in a template: as the stream says them, in the language of the page."""

from django import template

from leitai.contests import figures, rules

register = template.Library()


register.filter("in_language", figures.here)


@register.simple_tag
def permille(share) -> str:
    """A share of 1,000 as the width of an SVG shape."""
    return f"{int(share or 0) / 10:g}%"


@register.simple_tag
def score_of(contest, units) -> str:
    return figures.score(rules.in_force(contest), units, full=True)
