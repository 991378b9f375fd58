"""Every screen of a story is looked over in light and dark, at its own width and at others, and can be kept.

    look = looking("a-company-at-work")
    look(page, "board", also=(390,))

With `LEITAI_PICTURES=<folder>` each look leaves a picture there, `<story>/<screen>-<width>-<theme>.png`.
"""

import os
from pathlib import Path

from tests.stories.watching import SIZES

PATIENCE = 30_000
EVERY_WIDTH = (390, 1440, 1920)


def looking(story: str):
    """look(page, screen, also=(widths…)): whole in both themes at each width; the page is left as it was found."""
    folder = Path(os.environ["LEITAI_PICTURES"]) / story if os.environ.get("LEITAI_PICTURES") else None

    def look(page, screen: str, *, also: tuple[int, ...] = ()) -> None:
        own = page.viewport_size["width"]
        page.settled()
        for width in dict.fromkeys((*also, own)):
            page.set_viewport_size({"width": width, "height": SIZES[width]})
            for theme in ("dark", "light"):
                _dress(page, theme)
                page.looks_whole()
                if folder:
                    folder.mkdir(parents=True, exist_ok=True)
                    page.screenshot(path=folder / f"{screen}-{width}-{theme}.png", full_page=True)

    return look


def _dress(page, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.wait_for_function("(theme) => document.documentElement.dataset.bsTheme === theme", arg=theme)


def patient(page):
    """The same page, willing to wait on a busy machine."""
    page.set_default_timeout(PATIENCE)
    return page
