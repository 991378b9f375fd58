// Answers for pages that cannot be reached: the page of 记一单 as it was last seen, for any other a word that says so.
// Everything else goes to the network as always. Where the browser offers it, it sends what waits after the page is gone.
import { sendAll } from "./report/sending.js"

const KEPT = "leitai-report-2"
const base = new URL("./", self.location).pathname
const REPORT = `${base}report/`
const OFFLINE = `${base}report/offline/`
const TOKEN = `${base}report/token/`
const PATIENCE = 4_000
const MOST = 200
const UNREACHED = [502, 503, 504]

self.addEventListener("install", (event) => {
  self.skipWaiting()
  event.waitUntil(keepOffline("first"))
})

self.addEventListener("activate", (event) => {
  event.waitUntil(
    Promise.all([
      self.clients.claim(),
      caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT && name.startsWith("leitai-report-")).map((name) => caches.delete(name)))),
    ]),
  )
})

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(Promise.all([keepAll(event.data.keep), keepOffline(event.data.language)]))
})

self.addEventListener("sync", (event) => {
  if (event.tag === "deals") event.waitUntil(sendAll(TOKEN).then(tell))
})

// The page in front says that it is in; the others only count anew.
async function tell(results) {
  const pages = await self.clients.matchAll({ type: "window" })
  const front = pages.find((page) => page.focused) ?? pages.find((page) => page.visibilityState === "visible")
  const sent = results.filter((result) => result.state === "in").map((result) => result.said)
  for (const page of pages) page.postMessage({ deals: page === front ? sent : [] })
}

self.addEventListener("fetch", (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (address.origin !== self.location.origin) return
  // The kept page shows names: it goes with whoever signs out.
  if (request.method === "POST" && address.pathname.includes("/logout")) event.waitUntil(forget())
  if (request.method !== "GET") return
  if (request.mode === "navigate") event.respondWith(address.pathname === REPORT ? reportPage(request) : page(request))
  else if (address.pathname.startsWith("/static/")) event.respondWith(asset(request))
})

async function reportPage(request) {
  const kept = await (await caches.open(KEPT)).match(REPORT)
  const asking = fetch(request).then(async (answer) => {
    if (answer.ok) await keep(REPORT, answer.clone())
    return answer
  })
  if (!kept) return asking.then(answered, offline)
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE))
  return (await Promise.race([asking.catch(() => kept), patience])) ?? kept
}

function page(request) {
  return fetch(request).then(answered, offline)
}

// A proxy that finds nobody behind it answers, but not for us.
async function answered(answer) {
  return UNREACHED.includes(answer.status) ? offline().then((kept) => (kept.type === "error" ? answer : kept)) : answer
}

async function offline() {
  const why = self.navigator.onLine ? "server" : "network"
  const kept = await caches.open(KEPT)
  const page = (await kept.keys()).find(({ url }) => new URL(url).pathname === OFFLINE && new URL(url).searchParams.get("why") === why)
  return (page && (await kept.match(page))) ?? Response.error()
}

// In the language of the page that was last open: the server knows it, so a change of it is fetched once.
async function keepOffline(language) {
  const kept = await caches.open(KEPT)
  const addresses = ["network", "server"].map((why) => `${OFFLINE}?why=${why}&language=${language}`)
  if (!language || (await kept.match(addresses[1]))) return
  const answers = await Promise.all(addresses.map((address) => fetch(address, { cache: "reload" })))
  if (!answers.every((answer) => answer.ok)) return
  for (const old of await kept.keys()) if (new URL(old.url).pathname === OFFLINE) await kept.delete(old)
  await Promise.all(answers.map((answer, place) => kept.put(addresses[place], answer)))
}

async function asset(request) {
  const kept = await (await caches.open(KEPT)).match(request)
  // A name with its digest in it never changes.
  if (kept && /\.[0-9a-f]{12}\./.test(request.url)) return kept
  try {
    const answer = await fetch(request)
    if (answer.ok && kept) await keep(request, answer.clone())
    return answer
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

async function keepAll(addresses) {
  const kept = await caches.open(KEPT)
  for (const address of addresses) {
    if (address !== REPORT && (await kept.match(address))) continue
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok && !answer.redirected) await keep(address, answer)
  }
  const all = await kept.keys()
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) {
    if (![REPORT, OFFLINE].includes(new URL(old.url).pathname)) await kept.delete(old)
  }
}

async function keep(address, answer) {
  await (await caches.open(KEPT)).put(address, answer)
}

async function forget() {
  await (await caches.open(KEPT)).delete(REPORT)
}
