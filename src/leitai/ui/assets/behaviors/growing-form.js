// data-grows on a form with repeated parts: [data-grows-by-one] adds a copy of <template data-one-more> to
// [data-grown], numbered on, and counts it in the form's TOTAL_FORMS. [data-drops-one] strikes its part out and hides it;
// without the script that button sends the form.
import { behavior } from "./behavior.js"

behavior("grows", (form) => {
  form.addEventListener("click", (event) => {
    const part = event.target.closest("[data-drops-one]")?.closest("[data-grown] > *")
    const mark = part?.querySelector("[name$=-DELETE]")
    if (!mark) return
    event.preventDefault()
    mark.value = "on"
    part.hidden = true
    mark.dispatchEvent(new Event("change", { bubbles: true }))
  })
  form.addEventListener("click", (event) => {
    if (!event.target.closest("[data-grows-by-one]")) return
    const total = form.querySelector("[name$=-TOTAL_FORMS]")
    const one = document.createElement("template")
    one.innerHTML = form.querySelector("template[data-one-more]").innerHTML.replaceAll("__prefix__", total.value)
    const part = one.content.firstElementChild
    form.querySelector("[data-grown]").append(part)
    total.value = Number(total.value) + 1
    window.htmx?.process(part)
    part.querySelector("input:not([type=hidden]), select, textarea")?.focus()
  })
})
