// data-countdown="2026-11-20T18:00:00+08:00" shows the time left, minute by minute, as the server wrote it:
// the texts come in data-days ("%d 天 %s") and data-over, so that no words live here.
// data-now gives the server's instant: a story's clock and a wrong device clock both count right.
import { behavior } from "./behavior.js"

behavior("countdown", (element) => {
  const end = Date.parse(element.dataset.countdown)
  const offset = element.dataset.now ? Date.parse(element.dataset.now) - Date.now() : 0
  const show = () => {
    const left = Math.max(0, Math.floor((end - Date.now() - offset) / 60000))
    const clock = [Math.floor((left % 1440) / 60), left % 60].map((part) => String(part).padStart(2, "0")).join(":")
    const days = Math.floor(left / 1440)
    const text = left === 0 ? element.dataset.over : days ? element.dataset.days.replace("%d", days).replace("%s", clock) : clock
    if (text && element.textContent !== text) element.textContent = text
  }
  show()
  const ticking = setInterval(show, 1000)
  return () => clearInterval(ticking)
})
