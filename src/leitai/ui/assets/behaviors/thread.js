// data-thread on a thread: its channel (data-live) tells which messages are new or changed, by version; those are
// asked for (data-messages) and put in their place, each once. data-quotes on a button quotes its message;
// Ctrl+Enter (⌘ Enter) in the composer sends.
import { behavior } from "./behavior.js"

const ASK_AGAIN = 3_000

behavior("thread", (thread) => {
  const list = () => thread.querySelector("[data-messages-list]")
  const find = (key) => list()?.querySelector(`[data-message="${key}"]`)

  const hear = async ({ detail }) => {
    const known = [...(list()?.querySelectorAll("[data-message]") ?? [])]
    const first = Number(known[0]?.dataset.message ?? 0)
    const wanted = Object.entries(detail.rows)
      .filter(([key, row]) => Number(key) >= first && find(key)?.dataset.version !== row.version)
      .map(([key]) => key)
    if (!wanted.length) return
    const address = new URL(thread.dataset.messages, location)
    for (const key of wanted) address.searchParams.append("id", key)
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (!thread.isConnected) return
    // The line tells of a change once: what could not be fetched is asked for again.
    if (!answer || answer.status >= 500) return void setTimeout(hear, ASK_AGAIN, { detail })
    if (!answer.ok) return
    const brought = document.createElement("template")
    brought.innerHTML = await answer.text()
    for (const message of [...brought.content.querySelectorAll("[data-message]")]) place(message)
    read()
  }
  const place = (message) => {
    const there = find(message.dataset.message)
    // A message being changed by the viewer stays open.
    if (there?.querySelector("form[data-editing]")) return
    if (there) there.replaceWith(message)
    else {
      const after = [...list().querySelectorAll("[data-message]")].filter((each) => Number(each.dataset.message) < Number(message.dataset.message)).pop()
      if (after) after.after(message)
      else list().append(message)
    }
    thread.querySelector("[data-nothing-said]")?.remove()
    window.htmx?.process(message)
    message.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: message } }))
  }
  const read = () => {
    if (document.hidden) return
    const last = [...(list()?.querySelectorAll("[data-message]") ?? [])].pop()?.dataset.message
    if (!last || Number(last) <= Number(thread.dataset.read ?? 0)) return
    thread.dataset.read = last
    const body = new FormData()
    body.append("last_id", last)
    fetch(thread.dataset.reading, { method: "POST", body, headers: { "X-CSRFToken": thread.querySelector("[name=csrfmiddlewaretoken]").value } }).catch(() => {})
  }
  // The answer to one's own message and the live line may both bring it: the later one goes before it is seen.
  const onlyOnce = () => {
    const seen = new Set()
    for (const message of list()?.querySelectorAll("[data-message]") ?? []) {
      if (seen.has(message.dataset.message)) message.remove()
      seen.add(message.dataset.message)
    }
    thread.querySelector("[data-nothing-said]")?.remove()
    read()
  }
  thread.addEventListener("live:board", hear)
  thread.addEventListener("live:rows", hear)
  const brought = new MutationObserver(onlyOnce)
  brought.observe(list(), { childList: true })
  document.addEventListener("visibilitychange", read)
  begin(thread)
  read()
  return () => document.removeEventListener("visibilitychange", read)
})

// A thread loads when it comes into view; an address that names one of its messages brings it there.
behavior("thread-place", (place) => {
  if (named()) place.scrollIntoView()
})

function named() {
  return /^#message-\d+$/.test(location.hash) ? location.hash : ""
}

// Where to begin reading: at the message the address names, which may lie further back; else, where the page is
// the thread ([data-opens-at-end]), at what is new or at the end.
async function begin(thread) {
  if (named()) {
    for (let page = 0; page < 30 && !thread.querySelector(named()); page++) if (!(await earlier(thread))) break
    const message = thread.querySelector(named())
    message?.setAttribute("data-named", "")
    message?.scrollIntoView({ block: "center" })
  } else if (thread.closest("[data-opens-at-end]")) {
    const start = thread.querySelector("[data-first-unread]")
    if (start) start.scrollIntoView({ block: "center" })
    else thread.querySelector("form[data-composer]")?.scrollIntoView({ block: "end" })
  }
}

function earlier(thread) {
  const button = thread.querySelector(".earlier-messages button")
  if (!button) return false
  return new Promise((done) => {
    thread.addEventListener("htmx:afterSettle", () => done(true), { once: true })
    thread.addEventListener("htmx:responseError", () => done(false), { once: true })
    button.click()
  })
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-quotes]")
  const ending = event.target.closest("[data-ends-quote]")
  if (opener) quote(opener)
  if (ending) endQuote(ending.closest("form"))
})

function quote(opener) {
  const form = opener.closest("[data-thread]").querySelector("form[data-composer]")
  const message = opener.closest("[data-message]")
  opener.closest("details")?.removeAttribute("open")
  form.elements.quote.value = opener.dataset.quotes
  const shown = form.querySelector("[data-quoted]")
  shown.hidden = false
  shown.querySelector("[data-quoted-words]").textContent = `${message.querySelector("[data-author]").textContent}: ${message.querySelector("[data-words]")?.textContent.trim().slice(0, 80) ?? ""}`
  form.elements.body.focus()
}

function endQuote(form) {
  form.elements.quote.value = ""
  form.querySelector("[data-quoted]").hidden = true
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
  event.target.closest?.("form[data-composer], form[data-editing]")?.requestSubmit()
})
