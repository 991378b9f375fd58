// data-draft="key" on a text field: what is being typed is kept in this browser tab until it has been sent.
import { behavior } from "./behavior.js"

behavior("draft", (field) => {
  const key = `draft:${field.dataset.draft}`
  const kept = read(key)
  if (kept && !field.value) {
    field.value = kept
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
  field.addEventListener("input", () => write(key, field.value))
  const form = field.form
  const done = (event) => {
    if (event.detail.elt === form && event.detail.successful && event.detail.xhr.status < 400) write(key, "")
  }
  form?.addEventListener("htmx:afterRequest", done)
  form?.addEventListener("submit", () => !form.hasAttribute("hx-post") && write(key, ""))
})

// A browser may forbid storage; then nothing is kept, and nothing breaks.
function read(key) {
  try {
    return sessionStorage.getItem(key) ?? ""
  } catch {
    return ""
  }
}

function write(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text)
    else sessionStorage.removeItem(key)
  } catch {
    // full or forbidden
  }
}
