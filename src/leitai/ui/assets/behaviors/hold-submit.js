// data-holds="5" on a form: what was pressed is sent only after that many seconds, and a notice offers to take it
// back until then. For what is final once it is sent. The notice is the form's own <template data-hold-notice>,
// with [data-hold-undo], [data-seconds-left] and .time-left. Leaving the page sends it: it was meant.
import { behavior } from "./behavior.js"

const held = new Set()

behavior("holds", (form) => {
  form.addEventListener(
    "submit",
    (event) => {
      if (form.dataset.released !== undefined) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (![...held].some((each) => each.form === form)) hold(form, event.submitter)
    },
    { capture: true },
  )
})

function hold(form, submitter) {
  const notice = form.querySelector("template[data-hold-notice]").content.firstElementChild.cloneNode(true)
  const line = notice.querySelector(".time-left")
  const seconds = notice.querySelector("[data-seconds-left]")
  const total = Number(form.dataset.holds) * 1000
  const until = performance.now() + total
  const body = new FormData(form, submitter)
  const row = form.closest("[data-held-with]")
  row?.setAttribute("data-is-held", "")
  const each = { form, body, submitter, stop }
  const ticking = setInterval(() => {
    const left = Math.max(0, until - performance.now())
    if (line) line.value = left / total
    if (seconds) seconds.textContent = Math.ceil(left / 1000)
    if (left <= 0) release(each)
  }, 100)
  function stop() {
    clearInterval(ticking)
    held.delete(each)
    notice.remove()
    row?.removeAttribute("data-is-held")
  }
  notice.querySelector("[data-hold-undo]").addEventListener("click", () => {
    stop()
    if (submitter?.isConnected) submitter.focus()
  })
  held.add(each)
  document.getElementById("notices")?.append(notice)
}

function release(each) {
  each.stop()
  const { form, body, submitter } = each
  if (!form.isConnected) return send(form, body)
  form.dataset.released = ""
  form.requestSubmit(submitter?.isConnected ? submitter : undefined)
  delete form.dataset.released
}

function send(form, body) {
  fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {})
}

addEventListener("pagehide", () => {
  for (const each of [...held]) {
    each.stop()
    send(each.form, each.body)
  }
})
