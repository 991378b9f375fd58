// data-live-count: an element that shows the `count` of its channel's "count" row, and hides at
// none. Used beside data-live on the same element.
import { behavior } from "./behavior.js"

behavior("live-count", (element) => {
  const show = ({ detail }) => {
    const row = detail.rows.count
    if (!row) return
    element.hidden = !row.count
    const words = element.querySelector("[data-count]") ?? element
    words.textContent = row.count > 99 ? "99+" : row.count
  }
  element.addEventListener("live:board", show)
  element.addEventListener("live:rows", show)
})
