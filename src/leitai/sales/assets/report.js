// The page of 记一单. What is written is kept on the device first and sent second, with or without a network.
import { amountField, clearableChoices, contractField, customerField, dayField } from "./report/fields.js"
import { unitsOf } from "./report/amounts.js"
import { leaveForNextPage, show as notice } from "./report/notices.js"
import { photosField } from "./report/photos.js"
import { showQueue } from "./report/queue-list.js"
import { sendAll } from "./report/sending.js"
import { sharesField } from "./report/shares.js"
import { drafts, newKey, queue } from "./report/store.js"
import { text } from "./report/words.js"

const form = document.getElementById("report")
const draftId = `${form.dataset.report}:${form.dataset.user}`
const isCorrection = form.dataset.report !== "report"
const fromServer = Boolean(form.querySelector('[aria-invalid="true"], .banner'))
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "photos", "share_person", "share_percent"])

amountField(form)
contractField(form)
clearableChoices(form)
customerField(form)
const { today } = dayField(form)
const shares = sharesField(form)
const photos = photosField(form)

// The draft

function written() {
  const fields = [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name))
  return { fields, shares: shares.kept(), photos: photos.all() }
}

function restore(kept) {
  for (const [name, value] of kept.fields) {
    const field = form.elements[name]
    if (!field) continue
    field.value = value
    const shown = field instanceof RadioNodeList ? [] : [field]
    for (const each of shown) each.dispatchEvent(new Event("restored"))
  }
  form.querySelector("[data-opens-customers]").dispatchEvent(new Event("restored"))
  shares.restore(kept.shares)
  photos.restore(kept.photos)
}

let keeping
function keepDraft() {
  clearTimeout(keeping)
  keeping = setTimeout(async () => {
    const at = new Date()
    await drafts.put({ id: draftId, ...written(), at: at.toISOString() }).catch(() => {})
    const said = text("draft_kept", at.toTimeString().slice(0, 5))
    for (const place of document.querySelectorAll("[data-draft-said]")) place.textContent = said
  }, 400)
}

async function begin() {
  const kept = fromServer ? null : await drafts.get(draftId).catch(() => null)
  if (kept) restore(kept)
  // A page kept for use without a network has an old key and an old day.
  else if (!fromServer && !isCorrection) {
    form.elements.key.value = newKey()
    form.elements.day.value = today
    form.elements.day.dispatchEvent(new Event("restored"))
  }
  earn()
}

// What it earns

let earning
function earn() {
  clearTimeout(earning)
  earning = setTimeout(async () => {
    const here = document.querySelector("[data-earns-here]")
    if (!unitsOf(form.elements.amount.value)) return here.replaceChildren()
    const asked = new URLSearchParams(["amount", "day", "product", "customer", "customer_name", "base"].map((name) => [name, form.elements[name]?.value ?? ""]))
    try {
      const answer = await fetch(`${form.dataset.earns}?${asked}`)
      if (answer.ok) here.innerHTML = await answer.text()
    } catch {
      here.replaceChildren()
    }
  }, 300)
}

form.addEventListener("input", () => (keepDraft(), earn()))
form.addEventListener("change", () => (keepDraft(), earn()))

// Sending

function complain(field, said) {
  const place = form.querySelector(`[data-error="${field}"]`)
  if (place) place.textContent = said
  form.elements[field]?.setAttribute?.("aria-invalid", Boolean(said))
}

function check() {
  complain("amount", amountWrong(form.elements.amount.value.trim()))
  complain("customer_name", form.elements.customer_name.value.trim() ? "" : text("customer_missing"))
  complain("day", form.elements.day.value ? "" : text("day_missing"))
  if (form.elements.reason) complain("reason", form.elements.reason.value.trim() ? "" : text("reason_missing"))
  complain("__all__", "")
  const wrong = form.querySelector('[aria-invalid="true"]')
  wrong?.focus()
  return !wrong && shares.sound()
}

function amountWrong(typed) {
  if (!typed) return text("amount_missing")
  const units = unitsOf(typed.replace(/^[-−－]/, ""))
  if (units === null) return text("amount_unreadable")
  return units === 0n || /^[-−－]/.test(typed) ? text("amount_not_above_zero") : ""
}

async function send() {
  const now = new Date().toISOString()
  const { fields, photos: pictures } = written()
  const said = fields.filter(([name]) => name !== "written_at").concat([["written_at", now]])
  const others = [...form.querySelectorAll("[data-share] [name]")].map((each) => [each.name, each.value])
  const entry = {
    key: form.elements.key.value, user: form.dataset.user, url: form.action || location.pathname,
    fields: [...said, ...shares.fields(), ...others], shares: shares.kept(), photos: pictures,
    written_at: now, state: "waiting", reason: "", draft: draftId,
  }
  await queue.put(entry)
  await drafts.drop(draftId)
  clearTimeout(keeping)
  await afterSending(entry.key)
}

async function afterSending(key) {
  const results = await sendAll(form.dataset.token)
  const own = results.find((result) => result.entry.key === key)
  if (own?.state === "in") {
    await drafts.drop(draftId)
    leaveForNextPage(own.said)
    location.assign(own.said.url)
    return
  }
  if (own?.state === "undecided") await backIntoForm(own)
  else {
    clean()
    await tellWaiting(await queue.get(key))
  }
  await refresh()
}

// Another tab, or the worker, may have been quicker; it says so itself. Only what waits is handed to the worker:
// asked before, it would send at once and leave this page without the answer.
async function tellWaiting(entry) {
  if (entry?.state !== "waiting") return
  notice({ said: text("kept") }, form.dataset.token)
  const worker = await navigator.serviceWorker?.ready.catch(() => null)
  worker?.sync?.register("deals").catch(() => {})
}

// The server said no while the form is still on the screen: it goes on being written.
async function backIntoForm({ entry, said }) {
  if (said.conflict && !isCorrection) return
  await queue.drop(entry.key)
  await drafts.put({ id: draftId, ...written(), at: entry.written_at })
  for (const [field, errors] of Object.entries(said.errors ?? {})) complain(field, errors.join(" "))
  form.querySelector('[aria-invalid="true"]')?.focus()
  const places = Object.entries(said.errors ?? {})
  const loose = places.filter(([field]) => !form.querySelector(`[data-error="${field}"]`) || field === "__all__").flatMap(([, errors]) => errors)
  complain("__all__", [...loose, said.conflict || !places.length ? said.said || text("refused") : ""].join(" ").trim())
}

function clean() {
  if (isCorrection) return
  form.reset()
  restore({ fields: [["amount", ""], ["customer", ""], ["customer_name", ""], ["contract_no", ""], ["note", ""], ["contract_meant", ""]], shares: [], photos: [] })
  for (const radio of form.querySelectorAll('[type="radio"]')) radio.checked = false
  form.elements.key.value = newKey()
  form.elements.day.value = today
  form.elements.day.dispatchEvent(new Event("restored"))
  scrollTo({ top: 0 })
}

form.addEventListener("submit", async (event) => {
  // A browser that keeps nothing (private windows of some) sends as any form does.
  if (!window.indexedDB) return
  event.preventDefault()
  if (form.dataset.sending || !check()) return
  form.dataset.sending = "1"
  showButton()
  try {
    await send()
  } catch {
    notice({ said: text("storage_full") }, form.dataset.token)
  } finally {
    delete form.dataset.sending
    showButton()
  }
})

// What waits

async function edit(entry) {
  await queue.drop(entry.key)
  restore(entry)
  document.getElementById("waiting-deals").close()
  keepDraft()
  await refresh()
}

async function sendAgain() {
  const results = await sendAll(form.dataset.token)
  for (const result of results) if (result.state === "in") notice(result.said, form.dataset.token)
  await refresh()
}

async function refresh() {
  const { entries, said } = await showQueue({ onEdit: edit, onSend: sendAgain })
  const offline = !navigator.onLine || entries.some((entry) => entry.reason === "network")
  const [network, waiting] = ["[data-network-banner]", "[data-waiting-banner]"].map((name) => document.querySelector(name))
  network.hidden = !offline
  waiting.hidden = offline || !entries.length
  document.querySelector("[data-waiting-link]").hidden = !entries.length
  document.querySelector("[data-waiting-count]").textContent = said
  document.querySelector("[data-waiting-said]").textContent = said
  showButton()
}

function showButton() {
  const state = form.dataset.sending ? "sending" : navigator.onLine ? "online" : "offline"
  for (const each of document.querySelectorAll("[data-sends] [data-when]")) each.hidden = each.dataset.when !== state
}

navigator.serviceWorker?.addEventListener("message", (event) => {
  for (const said of event.data?.deals ?? []) notice(said, form.dataset.token)
  if (event.data?.deals) refresh()
})
addEventListener("online", sendAgain)
addEventListener("offline", refresh)
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendAgain())
setInterval(() => document.visibilityState === "visible" && sendAgain(), 30_000)

await begin()
await refresh()
if (navigator.onLine) sendAgain()
