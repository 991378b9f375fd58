// data-selects-rows around a table: the box in the head selects all, shift-click a range; the bulk bar
// ([data-bulk]) shows while something is selected and says how many in [data-selected-count].
import { behavior } from "./behavior.js"

behavior("selects-rows", (container) => {
  let last = null
  const boxes = () => [...container.querySelectorAll('tbody input[type="checkbox"][name]')]
  const all = () => container.querySelector("[data-selects-all]")

  function show() {
    const every = boxes()
    const picked = every.filter((box) => box.checked)
    for (const box of every) box.closest("tr").classList.toggle("picked", box.checked)
    if (all()) {
      all().checked = picked.length > 0 && picked.length === every.length
      all().indeterminate = picked.length > 0 && picked.length < every.length
    }
    for (const bar of container.querySelectorAll("[data-bulk]")) bar.hidden = !picked.length
    for (const count of container.querySelectorAll("[data-selected-count]")) count.textContent = picked.length
  }

  const clicked = (event) => {
    if (event.target.closest("[data-selects-none]")) {
      for (const box of boxes()) box.checked = false
    } else if (event.target === all()) {
      for (const box of boxes()) box.checked = all().checked
    } else if (boxes().includes(event.target)) {
      if (event.shiftKey && last) {
        const every = boxes()
        const [from, to] = [every.indexOf(last), every.indexOf(event.target)].sort((a, b) => a - b)
        for (const box of every.slice(from, to + 1)) box.checked = event.target.checked
      }
      last = event.target
    } else return
    show()
  }
  container.addEventListener("click", clicked)
  show()
  return () => container.removeEventListener("click", clicked)
})
