// ⌘K / Ctrl-K, or a click on [data-opens-palette], opens the palette; arrows choose, Enter goes.
const palette = () => document.querySelector("#palette")
const results = () => palette().querySelector(".palette-results")
const options = () => [...results().querySelectorAll('[role="option"]')]
const field = () => palette().querySelector("input")

function open() {
  const dialog = palette()
  if (!dialog || dialog.open) return
  dialog.showModal()
  field().select()
}

function choose(index) {
  const all = options()
  if (!all.length) return
  const chosen = all[(index + all.length) % all.length]
  for (const option of all) option.setAttribute("aria-selected", String(option === chosen))
  chosen.scrollIntoView({ block: "nearest" })
  if (!chosen.id) chosen.id = `palette-option-${all.indexOf(chosen)}`
  field().setAttribute("aria-activedescendant", chosen.id)
}

const chosenIndex = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true")

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k" && palette()) {
    event.preventDefault()
    if (palette().open) palette().close()
    else open()
    return
  }
  if (!palette()?.open) return
  // While pinyin is being composed the keys belong to the input method.
  if (event.isComposing) return
  // In a search field the first Escape would only clear the text.
  if (event.key === "Escape") {
    event.preventDefault()
    palette().close()
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step) {
    event.preventDefault()
    choose(chosenIndex() + step)
  } else if (event.key === "Enter") {
    event.preventDefault()
    const chosen = options()[Math.max(0, chosenIndex())]
    if (chosen) (chosen.matches("a, button") ? chosen : chosen.querySelector("a, button"))?.click()
  }
})

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens-palette]")) {
    event.preventDefault()
    open()
  } else if (palette()?.open && (event.target === palette() || event.target.closest("[data-closes-palette]"))) palette().close()
})

document.addEventListener("htmx:afterSwap", (event) => {
  if (palette() && event.detail.target === results()) choose(0)
})
