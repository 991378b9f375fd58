// A word at the foot of the page, with taking it back while the line runs down.
import { text } from "./words.js"

const SECONDS = 10
const LEFT_BEHIND = "leitai-deal-sent"

// The page one goes to shows it.
export function leaveForNextPage(said) {
  try {
    sessionStorage.setItem(LEFT_BEHIND, JSON.stringify(said))
  } catch {
    // A browser may forbid it; then the next page simply says nothing.
  }
}

export function showLeftBehind(tokenAddress) {
  let said
  try {
    said = JSON.parse(sessionStorage.getItem(LEFT_BEHIND))
    sessionStorage.removeItem(LEFT_BEHIND)
  } catch {
    return
  }
  if (said) show(said, tokenAddress)
}

export function show({ said, undo }, tokenAddress) {
  const notices = document.getElementById("notices")
  if (!notices || !said) return
  const notice = document.createElement("div")
  notice.className = "undo"
  notice.setAttribute("role", "status")
  const words = document.createElement("span")
  words.textContent = said
  notice.append(words)
  if (undo) notice.append(undoButton(undo, tokenAddress, notice))
  notice.append(runningLine(notice))
  notices.append(notice)
}

function undoButton(address, tokenAddress, notice) {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = text("undo")
  button.addEventListener("click", async () => {
    button.disabled = true
    const answer = await takeBack(address, tokenAddress)
    if (!answer) {
      button.disabled = false
      return
    }
    notice.remove()
    leaveForNextPage({ said: answer.said })
    location.reload()
  })
  return button
}

async function takeBack(address, tokenAddress) {
  try {
    const who = await (await fetch(tokenAddress, { cache: "no-store" })).json()
    const headers = { Accept: "application/json", "X-CSRFToken": who.token }
    const answer = await fetch(address, { method: "POST", headers })
    return answer.ok || answer.status === 409 ? await answer.json() : null
  } catch {
    return null
  }
}

function runningLine(notice) {
  const line = document.createElement("progress")
  line.className = "time-left"
  line.max = line.value = 1
  line.ariaHidden = "true"
  let left = SECONDS * 1000
  const ticking = setInterval(() => {
    if (!notice.matches(":hover, :focus-within")) left -= 100
    line.value = Math.max(0, left / (SECONDS * 1000))
    if (left > 0 && notice.isConnected) return
    clearInterval(ticking)
    notice.remove()
  }, 100)
  return line
}
