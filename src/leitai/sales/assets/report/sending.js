// Sends what waits, oldest first. A tab, another tab and the worker may all try: the key of each deal makes a
// second arrival harmless, and an answer that got lost is simply asked for again.
//
// An entry is `waiting` (to be sent, `reason` says what for) or `undecided` (the server said no; a person decides).
import { oldestFirst, queue } from "./store.js"

export async function sendAll(tokenAddress) {
  const send = () => sendWaiting(tokenAddress)
  return navigator.locks ? navigator.locks.request("leitai-deals", send) : send()
}

async function sendWaiting(tokenAddress) {
  const waiting = (await oldestFirst()).filter((entry) => entry.state === "waiting")
  if (!waiting.length) return []
  const who = await whoIsThere(tokenAddress)
  const results = []
  for (const entry of waiting) {
    const reason = whyNot(who, entry)
    if (reason) {
      await queue.put({ ...entry, reason })
      results.push({ entry, state: "waiting", reason })
    } else {
      results.push(await settle(entry, await post(entry, who.token)))
    }
  }
  return results
}

async function whoIsThere(address) {
  try {
    // A kept page has an old token, and perhaps somebody else has signed in since.
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" })
    return answer.ok ? await answer.json() : null
  } catch {
    return null
  }
}

function whyNot(who, entry) {
  if (!who) return "network"
  if (!who.user) return "signed_out"
  if (String(who.user) !== String(entry.user)) return "other_user"
  if (!who.may_report) return "no_right"
  return ""
}

async function post(entry, token) {
  const body = new FormData()
  for (const [name, value] of entry.fields) body.append(name, value)
  for (const photo of entry.photos) body.append("photos", photo.blob, photo.name)
  body.set("csrfmiddlewaretoken", token)
  try {
    return await fetch(entry.url, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token },
      redirect: "manual",
    })
  } catch {
    return null
  }
}

async function settle(entry, answer) {
  if (!answer) return wait(entry, "network")
  if (answer.type === "opaqueredirect") return wait(entry, "signed_out")
  if (answer.status >= 500 || answer.status === 403 || answer.status === 429) return wait(entry, "failed")
  const said = await answer.json().catch(() => ({}))
  if (answer.ok) {
    await queue.drop(entry.key)
    return { entry, state: "in", said }
  }
  const undecided = { ...entry, state: "undecided", reason: answer.status === 404 ? "gone" : "", ...told(said) }
  await queue.put(undecided)
  return { entry: undecided, state: "undecided", said, status: answer.status }
}

async function wait(entry, reason) {
  await queue.put({ ...entry, reason })
  return { entry, state: "waiting", reason }
}

function told(said) {
  if (said.errors) return { said: Object.values(said.errors).flat().join(" "), look: "", may_be_meant: false }
  return { said: said.said ?? "", look: said.url ?? "", may_be_meant: Boolean(said.may_be_meant), conflict: said.conflict ?? "" }
}
