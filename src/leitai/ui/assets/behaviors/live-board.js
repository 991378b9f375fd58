// data-live-board beside data-live: what is on the board moves by itself when the stream says so.
//
//   <section data-live="contests/7" data-live-board data-language="zh-hans" data-own="s12">
//     <b data-row="facts" data-field="leader"></b>                 a field of one row
//     <ol data-rows="side rest">                                    rows of these kinds, by their order
//       <template data-kind="side"><li>…</li></template>            how a new one looks
//       <li data-key="s12">… <span data-field="score"></span> …</li>
//
// In a row: data-field shows a value as text, data-width gives an SVG shape a share of 1,000 as its width,
// data-shown shows the element while the value is there, data-link makes it lead there. A value may be one text for each language. Rows glide to
// their new place in 320 ms; with reduced motion they are simply there.
import { behavior } from "./behavior.js"

const GLIDE = { duration: 320, easing: "cubic-bezier(.2, .7, .2, 1)" }

behavior("live-board", (board) => {
  let rows = new Map()
  const whole = ({ detail }) => {
    rows = new Map(Object.entries(detail.rows))
    show()
  }
  const changed = ({ detail }) => {
    for (const key of detail.gone) rows.delete(key)
    for (const [key, row] of Object.entries(detail.rows)) rows.set(key, row)
    show()
  }
  const show = () => {
    const say = (value) => (value && typeof value === "object" ? value[board.dataset.language] : value)
    for (const element of board.querySelectorAll("[data-row]")) fill(element, rows.get(element.dataset.row) ?? {}, say)
    for (const list of board.querySelectorAll("[data-rows]")) arrange(list, rows, board.dataset.own, say)
    board.dispatchEvent(new CustomEvent("live:shown"))
  }
  board.addEventListener("live:board", whole)
  board.addEventListener("live:rows", changed)
  return () => {
    board.removeEventListener("live:board", whole)
    board.removeEventListener("live:rows", changed)
  }
})

function arrange(list, rows, own, say) {
  const kinds = list.dataset.rows.split(" ")
  const wanted = [...rows].filter(([, row]) => kinds.includes(row.kind)).sort(([, a], [, b]) => a.order - b.order)
  const standing = new Map([...list.children].filter((child) => child.dataset.key).map((child) => [child.dataset.key, child]))
  const before = new Map([...standing].map(([key, child]) => [key, child.getBoundingClientRect().top]))
  for (const [key, child] of standing) if (!rows.has(key)) child.remove()
  let last = null
  for (const [key, row] of wanted) {
    const child = standing.get(key) ?? grown(list, row.kind, key)
    fill(child, row, say)
    child.classList.toggle("own", key === own)
    const next = last ? last.nextElementSibling : list.querySelector("[data-key]")
    if (next !== child) last ? last.after(child) : next ? next.before(child) : list.append(child)
    last = child
  }
  for (const child of list.children) glide(child, before.get(child.dataset.key))
}

function grown(list, kind, key) {
  const child = list.querySelector(`template[data-kind="${kind}"]`).content.firstElementChild.cloneNode(true)
  child.dataset.key = key
  return child
}

function fill(element, row, say) {
  const each = (name) => [...(element.matches(`[data-${name}]`) ? [element] : []), ...element.querySelectorAll(`[data-${name}]`)]
  for (const spot of each("field")) {
    const text = String(say(row[spot.dataset.field]) ?? "")
    if (spot.textContent !== text) spot.textContent = text
  }
  for (const shape of each("width")) shape.setAttribute("width", `${(row[shape.dataset.width] ?? 0) / 10}%`)
  for (const link of each("link")) if (row[link.dataset.link]) link.href = row[link.dataset.link]
  for (const part of each("shown")) part.hidden = !row[part.dataset.shown]
}

function glide(child, from) {
  if (!child.dataset?.key || matchMedia("(prefers-reduced-motion: reduce)").matches) return
  if (from === undefined) return void child.animate([{ opacity: 0 }, { opacity: 1 }], GLIDE)
  const distance = from - child.getBoundingClientRect().top
  if (Math.abs(distance) > 1) child.animate([{ transform: `translateY(${distance}px)` }, { transform: "none" }], GLIDE)
}
