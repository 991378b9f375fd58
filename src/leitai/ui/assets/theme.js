// Set before the first paint: light, dark, or what the system prefers. Kept in a cookie, so that the server
// can print the choice too.
const root = document.documentElement
const dark = matchMedia("(prefers-color-scheme: dark)")

function chosen() {
  return document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1] ?? "auto"
}

function show() {
  const theme = chosen()
  const shown = theme === "auto" ? (dark.matches ? "dark" : "light") : theme
  if (root.dataset.bsTheme === shown) return
  root.dataset.bsTheme = shown
  root.dispatchEvent(new CustomEvent("themechange", { bubbles: true }))
}

root.addEventListener("themechosen", show)
dark.addEventListener("change", show)
show()
