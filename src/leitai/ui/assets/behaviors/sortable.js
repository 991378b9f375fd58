// data-sortable on a list inside a form: rows are dragged by [data-grip]; the new order is sent with the form.
import Sortable from "sortablejs"
import { behavior } from "./behavior.js"

behavior("sortable", (list) => {
  const sorted = Sortable.create(list, {
    handle: "[data-grip]",
    group: list.dataset.sortable || undefined,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 160,
    onEnd: () => list.dispatchEvent(new CustomEvent("sorted", { bubbles: true })),
  })
  return () => sorted.destroy()
})
