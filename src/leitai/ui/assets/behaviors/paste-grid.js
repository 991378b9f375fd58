// data-paste-grid on a form with a table of inputs: a paste of several cells spreads over the grid, and there is
// always an empty row at the end to go on in.
import { behavior } from "./behavior.js"

behavior("paste-grid", (form) => {
  const body = form.querySelector("tbody")
  const rows = () => [...body.rows]
  const inputs = (row) => [...row.querySelectorAll("input")]

  const grow = () => {
    const copy = rows().at(-1).cloneNode(true)
    copy.classList.remove("to-complete")
    copy.querySelectorAll(".field-error").forEach((each) => each.remove())
    for (const input of inputs(copy)) {
      input.value = ""
      input.removeAttribute("aria-invalid")
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, rows().length + 1))
    }
    copy.querySelector("th").textContent = rows().length + 1
    body.append(copy)
  }
  const keepOneEmpty = () => inputs(rows().at(-1)).some((input) => input.value) && grow()

  const spread = (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "")
    if (!/[\t\n]/.test(text)) return
    event.preventDefault()
    const at = event.target.closest("tr")
    const left = inputs(at).indexOf(event.target)
    text.split(/\r?\n/).forEach((line, down) => {
      while (rows().length <= rows().indexOf(at) + down) grow()
      const targets = inputs(rows()[rows().indexOf(at) + down]).slice(left)
      line.split("\t").forEach((cell, right) => targets[right] && (targets[right].value = cell.trim()))
    })
    keepOneEmpty()
  }
  body.addEventListener("paste", spread)
  body.addEventListener("input", keepOneEmpty)
})
