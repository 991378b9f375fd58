"""Icons drawn into the page. The drawings are put into `build/icons` at set-up (bin/assets)."""

import json
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import mark_safe


class UnknownIcon(LookupError):
    """No icon of that name: look on tabler.io/icons."""


@cache
def drawings(style: str) -> dict[str, str] | None:
    """Name → what is inside the <svg>; None before the first set-up."""
    path = settings.LEITAI_BUILD / "icons" / f"{style}.json"
    return json.loads(path.read_text()) if path.exists() else None


def icon(name: str, size: int = 20, *, style: str = "outline", label: str = "", classes: str = "") -> str:
    """The icon as inline SVG, hidden from screen readers unless it has a label of its own."""
    known = drawings(style)
    if known is not None and name not in known:
        raise UnknownIcon(name)
    return format_html(
        '<svg class="icon{}" width="{}" height="{}" viewBox="0 0 24 24" {} {}>{}</svg>',
        f" {classes}" if classes else "",
        size,
        size,
        mark_safe(
            'fill="currentColor"'
            if style == "filled"
            else 'fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'
        ),
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"'),
        mark_safe((known or {}).get(name, "")),
    )
