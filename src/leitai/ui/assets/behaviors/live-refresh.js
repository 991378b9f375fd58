// data-live-refresh beside data-live: what cannot be moved row by row is asked for anew. The element's own hx-get
// with hx-trigger="live-refresh" does the asking. What is there at first is the page itself, so the first board
// only sets the mark; a later board (after a broken line) and every change of rows refresh.
//
// data-live-refresh="10" asks at most every ten seconds, for what is dear to draw; the last change is never left out,
// and those who watch the same do not all ask at the same moment.
import { behavior } from "./behavior.js"

behavior("live-refresh", (element) => {
  const pause = 1000 * Number(element.dataset.liveRefresh)
  let known
  let asked = 0
  let waiting
  const ask = () => {
    waiting = undefined
    asked = Date.now()
    element.dispatchEvent(new CustomEvent("live-refresh"))
  }
  const refresh = () => {
    if (!pause) return ask()
    waiting ??= setTimeout(ask, Math.max(asked + pause - Date.now(), Math.random() * pause))
  }
  element.addEventListener("live:board", ({ detail }) => {
    const now = JSON.stringify(detail.rows)
    if (known !== undefined && known !== now) refresh()
    known = now
  })
  element.addEventListener("live:rows", refresh)
  return () => clearTimeout(waiting)
})
