// data-auto-submit on a form: a change of a choice, or a pause in typing, sends it.
import { behavior } from "./behavior.js"

behavior("auto-submit", (form) => {
  let waiting
  const send = () => {
    clearTimeout(waiting)
    form.requestSubmit()
  }
  form.addEventListener("change", (event) => event.target.type !== "search" && send())
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return
    clearTimeout(waiting)
    waiting = setTimeout(send, 250)
  })
  return () => clearTimeout(waiting)
})
