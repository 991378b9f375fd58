"""Tags of the page shell: icons, slots, and wrappers that vanish when there is nothing in them."""

import json
from decimal import Decimal

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.template.base import token_kwargs
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from leitai.ui import drawing, forms, icons, slots, subjects

register = template.Library()


@register.simple_tag
def icon(name, size=20, style="outline", label="", classes=""):
    """{% icon "trophy" %}, {% icon "bell" 18 label=_("Notices") %}: Tabler's names, drawn inline."""
    return icons.icon(name, int(size), style=style, label=label, classes=classes)


@register.simple_tag(takes_context=True)
def slot(context, name, **subject):
    """{% slot "goals.goal.side" goal=goal %}: what upper contexts have to say here, in their order."""
    request = context.get("request")
    if request is None:
        return ""
    said = []
    for fragment, answer in slots.answers(name, request, **subject):
        page = context.template.engine.get_template(fragment.template)
        with context.push(**{**subject, **answer}):
            said.append(page.render(context))
    return mark_safe("".join(said))


@register.simple_tag
def subject_url(subject):
    """The page of a person, a unit, a goal…, wherever it lives (ui/subjects.py)."""
    return subjects.url(subject)


@register.tag
def wrapped(parser, token):
    """{% wrapped "aside" class="page-side" %}…{% endwrapped %}: the element, only when something is in it."""
    _name, *words = token.split_contents()
    element = parser.compile_filter(words[0])
    attributes = token_kwargs(words[1:], parser)
    nodelist = parser.parse(["endwrapped"])
    parser.delete_first_token()
    return WrappedNode(element, attributes, nodelist)


class WrappedNode(template.Node):
    child_nodelists = ("nodelist",)

    def __init__(self, element, attributes, nodelist):
        self.element, self.attributes, self.nodelist = element, attributes, nodelist

    def render(self, context):
        inside = self.nodelist.render(context)
        if not inside.strip():
            return ""
        element = self.element.resolve(context)
        attributes = format_html_attributes({name: value.resolve(context) for name, value in self.attributes.items()})
        return format_html("<{}{}>{}</{}>", mark_safe(element), attributes, mark_safe(inside), mark_safe(element))


def format_html_attributes(attributes: dict) -> str:
    return mark_safe(
        "".join(format_html(' {}="{}"', name.replace("_", "-"), value) for name, value in attributes.items())
    )


@register.filter
def initial(name):
    """The character on a face: 陈 for 陈思远, L for Liu Ziang."""
    text = str(name or "").strip()
    return text[:1].upper()


@register.simple_tag
def attainment(value, pace=None, forecast_low=None, forecast_high=None, adds=None):
    """{% attainment value pace as at %}: positions of an attainment bar."""
    return drawing.bar(value, pace, forecast_low, forecast_high, adds)


@register.simple_tag
def ring(value, pace=None, size=176):
    """{% ring value pace 176 as at %}: geometry of an attainment ring."""
    return drawing.ring(value, pace, size)


@register.simple_tag
def tug(red, blue):
    """{% tug red blue as at %}"""
    return drawing.tug(red, blue)


@register.simple_tag
def half(length):
    return f"{int(length) / 2:g}"


@register.simple_tag
def less(length, by):
    return int(length) - int(by)


@register.simple_tag
def segments(total, done, states=""):
    """The state of each segment: as named, or the first `done` of `total` filled."""
    if states:
        return list(states)
    return ["done" if index < int(done or 0) else "missing" for index in range(int(total or 0))]


@register.simple_tag
def flow_state(step, current):
    """done, now or later, for the step at this place (from 1)."""
    step, current = int(step), int(current)
    return "done" if step < current else "now" if step == current else "later"


@register.simple_tag
def dressed(field, placeholder=""):
    """A bound field in the product's clothes: `.kind`, `.widget`, and `.bare` for use inside another box."""
    return forms.dress(field, placeholder)


@register.filter
def chart_json(option):
    """A chart's option for a data- attribute: a data block would be taken out of what htmx swaps in.

    Amounts become plain numbers: a canvas draws no finer.
    """
    return json.dumps(option, cls=ChartEncoder, ensure_ascii=False)


class ChartEncoder(DjangoJSONEncoder):
    def default(self, value):
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        if isinstance(value, Promise):
            return str(value)
        return super().default(value)
