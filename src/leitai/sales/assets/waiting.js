// On every page: sends what still waits on this device, says so, and keeps the page of 记一单 for use without a network.
import { showLeftBehind, show } from "./report/notices.js"
import { sendAll } from "./report/sending.js"
import { queue } from "./report/store.js"

const place = document.querySelector("[data-waiting-deals]")
const { token, worker, report } = place.dataset
const link = place.querySelector("[data-waiting-deals-link]")

async function refresh() {
  const entries = await queue.all()
  place.hidden = !entries.length
  link.querySelector("[data-count]").textContent = entries.length
}

async function send() {
  for (const result of await sendAll(token)) if (result.state === "in") show(result.said, token)
  await refresh()
}

async function keepForLater() {
  await navigator.serviceWorker.register(worker, { scope: "/" })
  const ready = await navigator.serviceWorker.ready
  // The page names its sheets and scripts; only the browser knows of fonts and of what scripts brought in.
  const named = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href || each.src)
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name)
  const kept = [...new Set([...named, ...loaded])].filter((address) => new URL(address).origin === location.origin && address.includes("/static/"))
  ready.active.postMessage({ keep: report ? [report, ...kept] : [], language: document.documentElement.lang })
}

showLeftBehind(token)
if (window.indexedDB && !document.getElementById("report")) {
  addEventListener("online", send)
  navigator.serviceWorker?.addEventListener("message", (event) => {
    for (const said of event.data?.deals ?? []) show(said, token)
    if (event.data?.deals) refresh()
  })
  refresh()
    .then(() => (place.hidden ? null : send()))
    .catch(() => {})
}
if (navigator.serviceWorker && report) addEventListener("load", () => keepForLater().catch(() => {}))
if (document.readyState === "complete" && navigator.serviceWorker && report) keepForLater().catch(() => {})
