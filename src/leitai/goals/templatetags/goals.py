"""Small things goal pages say."""

from django import template

from leitai.metrics.addresses import briefly

register = template.Library()


@register.filter
def of(mapping, key):
    """{{ standings|of:goal.pk }}"""
    return mapping.get(key)


@register.filter
def brief_period(period) -> str:
    """11 月, 4 季度."""
    return briefly(period)
