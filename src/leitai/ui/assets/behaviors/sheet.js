// [data-opens="id"] opens the dialog with that id; [data-closes-sheet] and a click beside it close it.
// A dialog that htmx brings with data-open-now opens by itself.
import { behavior } from "./behavior.js"

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]")
  if (opener) {
    event.preventDefault()
    document.getElementById(opener.dataset.opens)?.showModal()
    return
  }
  const dialog = event.target.closest("dialog.sheet")
  if (dialog && (event.target === dialog || event.target.closest("[data-closes-sheet]"))) dialog.close()
})

behavior("open-now", (dialog) => {
  if (!dialog.open) dialog.showModal()
})
