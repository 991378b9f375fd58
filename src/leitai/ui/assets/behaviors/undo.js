// data-undo="8" on a notice: the line runs down for that many seconds, then the notice goes. Hovering or
// focusing it stops the clock, so that nobody loses the chance to a slow hand.
import { behavior } from "./behavior.js"

behavior("undo", (notice) => {
  const total = Number(notice.dataset.undo) * 1000
  const line = notice.querySelector(".time-left")
  const seconds = notice.querySelector("[data-seconds-left]")
  let left = total
  let before = performance.now()
  const step = () => {
    const now = performance.now()
    if (!notice.matches(":hover, :focus-within")) left -= now - before
    before = now
    if (line) line.value = Math.max(0, left / total)
    if (seconds) seconds.textContent = Math.max(0, Math.ceil(left / 1000))
    if (left <= 0) notice.remove()
  }
  const ticking = setInterval(step, 100)
  return () => clearInterval(ticking)
})
