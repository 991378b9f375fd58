// data-live="contests/7" on an element: it hears `live:board` (all rows) and `live:rows` (changed rows) as events
// with {rows, gone, at} in their detail, and moves what it shows. One stream a page, whatever is live on it.
//
// The browser reconnects by itself after a broken line and sends the id of its last message; what it cannot do is
// done here: begin again after an error answer, after sleep, and when what is live on the page changes. A page out
// of sight for a while gives its line back, for a browser opens only six to a server.
import { behavior } from "./behavior.js"

const SILENT_FOR = 25_000 // the server beats every ten seconds
const OUT_OF_SIGHT_FOR = 20_000
const listening = new Map()
let source = null
let lastId = ""
let heardAt = 0
let at = ""
let attempts = 0
let reopening
let hiding

behavior("live", (element) => {
  const channel = element.dataset.live
  if (!listening.has(channel)) listening.set(channel, new Set())
  listening.get(channel).add(element)
  beginAnew()
  return () => {
    listening.get(channel)?.delete(element)
    if (!listening.get(channel)?.size) listening.delete(channel)
    if (!listening.size) close()
  }
})

// What is live changed: everything is asked for whole, since a new board has no past here.
function beginAnew() {
  clearTimeout(reopening)
  reopening = setTimeout(() => {
    lastId = ""
    open()
  }, 20)
}

function open() {
  close()
  if (!listening.size) return
  const query = new URLSearchParams([...listening.keys()].map((channel) => ["on", channel]))
  if (lastId) query.set("since", lastId)
  source = new EventSource(`/live/?${query}`)
  source.addEventListener("board", (event) => hear(event, "live:board"))
  source.addEventListener("rows", (event) => hear(event, "live:rows"))
  source.addEventListener("beat", (event) => heard(JSON.parse(event.data).at))
  source.addEventListener("error", () => {
    if (source?.readyState === EventSource.CLOSED) retry()
    say()
  })
}

function close() {
  clearTimeout(reopening)
  source?.close()
  source = null
}

// The server answered with an error: the line is not tried again by the browser. 401 and 404 are answers too.
async function retry() {
  close()
  const wait = Math.min(30_000, 1000 * 2 ** attempts++) * (0.75 + Math.random() / 2)
  const status = await fetch(`/live/?on=${encodeURIComponent([...listening.keys()][0])}`, { method: "HEAD", cache: "no-store" })
    .then((answer) => answer.status)
    .catch(() => 0)
  if (status === 401 || status === 404) return say(status === 401 ? "signedOut" : "ended")
  clearTimeout(reopening)
  reopening = setTimeout(open, status === 200 ? 0 : wait)
}

function hear(event, name) {
  const detail = JSON.parse(event.data)
  lastId = event.lastEventId
  heard(detail.at)
  for (const element of listening.get(detail.channel) ?? []) element.dispatchEvent(new CustomEvent(name, { detail }))
}

function heard(moment) {
  heardAt = Date.now()
  at = moment
  attempts = 0
  say()
}

// The banner of stale figures: data-live-stale, with its words in data-stale ("… %s …"), data-signed-out, data-ended.
function say(reason) {
  const broken = source?.readyState !== EventSource.OPEN && heardAt && Date.now() - heardAt > 2000
  const stale = reason || broken || (heardAt && Date.now() - heardAt > SILENT_FOR && !document.hidden)
  for (const banner of document.querySelectorAll("[data-live-stale]")) {
    banner.hidden = !stale
    const words = banner.querySelector("[data-live-words]")
    if (stale && words) words.textContent = banner.dataset[reason ?? "stale"].replace("%s", at.slice(11, 16))
  }
}

function wake() {
  clearTimeout(hiding)
  if (!listening.size) return
  if (!source || source.readyState === EventSource.CLOSED || Date.now() - heardAt > SILENT_FOR) open()
}

setInterval(() => {
  if (!source || document.hidden) return
  if (heardAt && Date.now() - heardAt > SILENT_FOR) {
    say()
    if (Date.now() - heardAt > 2 * SILENT_FOR) wake()
  } else if (source.readyState !== EventSource.OPEN) say()
}, 1000)
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiding = setTimeout(close, OUT_OF_SIGHT_FOR)
  else wake()
})
addEventListener("online", wake)
addEventListener("pageshow", (event) => event.persisted && wake())
addEventListener("pagehide", close)
