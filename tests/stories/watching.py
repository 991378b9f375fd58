"""A page under watch: what it complains about, what spills over, what is cut, what lies on what."""

from playwright.sync_api import Page, Response

SIZES = {390: 844, 768: 1024, 1440: 900, 1920: 1080}
VARIANTS = [(width, theme) for width in (390, 1440, 1920) for theme in ("light", "dark")]

# Text that is cut without having said that it may be; text that runs out of the page; text on text.
LOOK = """
() => {
  const faults = []
  const name = (element) => {
    const text = (element.textContent || "").trim().replace(/\\s+/g, " ").slice(0, 40)
    return `<${element.tagName.toLowerCase()}${element.className && element.className.baseVal === undefined ? "." + element.className : ""}> ${text}`
  }
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) {
    const widest = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest(".scrolls-sideways, .segmented, .tabs, svg, dialog:not([open])"))
    faults.push(`the page scrolls sideways: ${document.documentElement.scrollWidth} > ${width}: ${widest.slice(0, 3).map(name).join(" | ")}`)
  }
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest(".visually-hidden, [hidden], dialog:not([open]), .skip-link")
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
  const texts = [...document.body.querySelectorAll("*")].filter((element) => !element.closest("svg, script, template, noscript") && says(element) && shown(element))
  for (const element of texts) {
    const style = getComputedStyle(element)
    const clips = style.overflowX !== "visible" && !["auto", "scroll"].includes(style.overflowX)
    if (clips && element.scrollWidth > element.clientWidth + 1 && !element.hasAttribute("data-truncates")) faults.push(`cut: ${name(element)}`)
    if (clips && element.scrollHeight > element.clientHeight + 2 && style.overflowY === "hidden" && !element.hasAttribute("data-truncates")) faults.push(`cut from below: ${name(element)}`)
    if (parseFloat(style.fontSize) < 12) faults.push(`smaller than 12 px: ${name(element)}`)
  }
  // What is pinned to the window may lie over what scrolls below it.
  const floats = (element) => { for (let at = element; at; at = at.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(at).position)) return true; return false }
  // Only what is seen of a box: a cut name or a table that scrolls shows less than it holds.
  const seen = (element, { left, top, right, bottom }) => {
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === "visible") continue
      const hole = at.getBoundingClientRect()
      left = Math.max(left, hole.left); right = Math.min(right, hole.right)
      top = Math.max(top, hole.top); bottom = Math.min(bottom, hole.bottom)
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top }
  }
  // A line's box is half as high again as its letters: large figures would lie on the name above them.
  const letters = (element, box) => {
    const spare = Math.max(0, (box.bottom - box.top - parseFloat(getComputedStyle(element).fontSize)) / 2)
    return { left: box.left, right: box.right, top: box.top + spare, bottom: box.bottom - spare }
  }
  const boxes = texts.filter((element) => !floats(element)).flatMap((element) => {
    const range = document.createRange()
    return [...element.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim()).flatMap((node) => {
      range.selectNodeContents(node)
      return [...range.getClientRects()].map((box) => ({ element, box: seen(element, letters(element, box)) })).filter(({ box }) => box.width > 2 && box.height > 2)
    })
  })
  boxes.sort((one, other) => one.box.top - other.box.top)
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length && boxes[j].box.top < boxes[i].box.bottom; j++) {
      const [a, b] = [boxes[i], boxes[j]]
      if (a.element === b.element || a.element.contains(b.element) || b.element.contains(a.element)) continue
      const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
      const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
      if (across > 3 && down > 5) faults.push(`text on text: ${name(a.element)} / ${name(b.element)}`)
    }
  }
  return [...new Set(faults)]
}
"""


class Watched:
    """A Playwright page with a memory for faults. Everything of the page is at hand: `watched.click(...)`."""

    def __init__(self, page: Page):
        self.page = page
        self.faults: list[str] = []
        self._announced: set[int] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.on("requestfailed", self._request_failed)
        page.on("response", self._response)
        # A violation is also said on the console, but not by every kind of them.
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) =>"
            " console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"
        )

    def __getattr__(self, name):
        return getattr(self.page, name)

    def expects(self, *statuses: int) -> None:
        """Answers of these statuses are part of the story."""
        self._announced |= set(statuses)

    def open(self, address: str) -> Response | None:
        """Go there and wait until fonts are in and htmx is still."""
        response = self.page.goto(address)
        self.settled()
        return response

    def settled(self) -> None:
        self.page.wait_for_load_state("load")
        self.page.evaluate("() => document.fonts.ready")
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")

    def looks_whole(self) -> None:
        """No sideways scrolling, nothing cut that may not be, no text on text, nothing under 12 px."""
        faults = self.page.evaluate(LOOK)
        size = self.page.viewport_size["width"]
        assert not faults, f"{self.page.url} at {size} px:\n" + "\n".join(faults)

    def hover_charts(self) -> int:
        """Bring each chart into sight, wait until it is drawn, and run over it. Returns how many there are."""
        charts = self.page.locator("figure[data-chart]")
        for index in range(charts.count()):
            chart = charts.nth(index)
            chart.scroll_into_view_if_needed()
            canvas = chart.locator(".chart-canvas[data-drawn]")
            canvas.wait_for()
            box = canvas.bounding_box()
            for part in (0.2, 0.5, 0.8):
                self.page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
        return charts.count()

    def _console(self, message) -> None:
        if message.type == "error" and not self._is_announced(message.text):
            self._note(f"console: {message.text}")

    def _request_failed(self, request) -> None:
        # A page that is left takes its open requests with it.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"request failed: {request.url} {request.failure}")

    def _response(self, response) -> None:
        if response.status >= 400 and response.status not in self._announced:
            self._note(f"{response.status}: {response.url}")

    def _is_announced(self, text: str) -> bool:
        # A page that is left, or asked anew, takes its open requests with it; htmx says so on the console.
        if text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            return True
        return any(f"status of {status}" in text for status in self._announced)

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")
