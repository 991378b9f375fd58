"""Tags of the pages of pay."""

from django import template
from django.utils.html import format_html

from leitai.incentives import policies
from leitai.ui.figures import money, shares

register = template.Library()


@register.simple_tag(takes_context=True)
def incentives_tabs(context) -> dict:
    """Which tabs the viewer has."""
    rights = context["request"].rights
    return {
        "runs": rights.has(*policies.PAYERS, *policies.HEADS),
        "pays": policies.may_pay(rights),
        "budget": policies.may_see_budgets(rights),
    }


@register.filter
def whole_part(amount):
    """The part of `1,234.56` before the point."""
    return str(amount).rpartition(".")[0] or str(amount)


@register.filter
def cents(amount):
    """`.56` of `1,234.56`, set smaller and grey."""
    return "." + str(amount).rpartition(".")[2] if "." in str(amount) else ""


@register.filter
def in_tenths_of_percent(ppm):
    """A share in ppm as the `12.3%` of an SVG attribute."""
    return f"{int(ppm) / 10_000:.1f}%"


@register.filter
def movement_text(change):
    """`▲ 1,600`, as the text of a drawing."""
    return f"{'▲' if change > 0 else '▼'} {shares.count(abs(change))}"


@register.filter
def nearly(amount):
    """`91.66万` where two decimals say more than one, `90万` where they do not."""
    return money.short(amount, 2).replace(".00", "")


@register.filter
def full_movement(change):
    """`▲ 24,560.80`: on money pages the cents are written."""
    if change == 0:
        return format_html('<span class="ink-faint">{}</span>', "0.00")
    rises = change > 0
    return format_html(
        '<span class="{}">{} {}</span>', "rise" if rises else "fall", "▲" if rises else "▼", money.plain(abs(change))
    )


@register.filter
def brief_money(amount):
    """`¥2,600`, and `¥2,600.50` only where there are cents."""
    return money.full(amount).removesuffix(".00")
