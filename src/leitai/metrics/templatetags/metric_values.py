"""A metric's value as it reads: {{ value|metric_value:metric }} 82.5万, 12 单, 57.4%."""

from django import template

from leitai.metrics.wording import worded

register = template.Library()


@register.filter
def metric_value(value, metric) -> str:
    """Short: 82.5万, 1,234, 57.4%; an en dash where there is no value."""
    return worded(value, metric.unit)


@register.filter
def exact_value(value, metric) -> str:
    """In full: ¥1,234.50; ratios and counts as `metric_value`."""
    return worded(value, metric.unit, full=True)


@register.filter
def units_as_money(value) -> str:
    return worded(value, "money", full=True)


@register.filter
def units_as_count(value) -> str:
    return worded(value, "count")


@register.filter
def size(value, metric) -> str:
    """The value without its sign, where words or an arrow say the direction."""
    return worded(None if value is None else abs(value), metric.unit)
