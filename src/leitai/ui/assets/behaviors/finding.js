// data-finds on a long list of check boxes in groups: [data-finder-words] narrows it to what is typed (each label's
// data-words), and [data-finder-chosen] shows what is checked as chips that a click takes out again.
//
//   <div data-finder-group>
//     <label data-words="华东一部 huadongyibu hdyb"><input name="units" data-name="华东一部" data-count="9"></label>
//     <details><label data-words="…"><input name="people" data-name="周若溪"></label>…</details>
//   </div>
//
// A group all of whose people are checked is one chip. Without the script it is a list of check boxes.
import { behavior } from "./behavior.js"

behavior("finds", (finder) => {
  const chosen = finder.querySelector("[data-finder-chosen]")
  const chip = finder.querySelector("template").content.firstElementChild
  const words = finder.querySelector("[data-finder-words]")
  const groups = [...finder.querySelectorAll("[data-finder-group]")]

  const narrow = () => {
    const typed = words.value.trim().toLowerCase()
    let any = false
    for (const group of groups) {
      const inner = group.querySelector("details")
      let within = false
      for (const label of group.querySelectorAll("label")) {
        const hit = !typed || label.dataset.words.includes(typed)
        label.hidden = !hit
        if (hit && label.closest("details")) within = true
        any ||= hit
      }
      if (inner) {
        inner.hidden = Boolean(typed) && !within
        inner.open = Boolean(typed) && within
      }
    }
    finder.querySelector("[data-finder-none]").hidden = any
  }

  const say = (name, count, boxes) => {
    const made = chip.cloneNode(true)
    made.firstElementChild.textContent = count ? `${name} · ${count}` : name
    made.addEventListener("click", () => {
      for (const box of boxes) box.checked = false
      boxes[0].dispatchEvent(new Event("change", { bubbles: true }))
      words.focus()
    })
    chosen.append(made)
  }

  const show = () => {
    chosen.replaceChildren()
    for (const group of groups) {
      const whole = group.querySelector(":scope > label input")
      const people = [...group.querySelectorAll("details input")]
      const picked = people.filter((box) => box.checked)
      if (whole?.checked) say(whole.dataset.name, whole.dataset.count, [whole])
      if (picked.length > 1 && picked.length === people.length && whole) say(whole.dataset.name, picked.length, picked)
      else for (const box of picked) say(box.dataset.name, "", [box])
    }
    chosen.hidden = !chosen.children.length
  }

  words.addEventListener("input", narrow)
  // Typing here is no change of the form, and Enter is no wish to send it.
  words.addEventListener("change", (event) => event.stopPropagation())
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return
    event.preventDefault()
    const first = [...finder.querySelectorAll("label:not([hidden]) input")].find((box) => words.value.trim() && !box.checked)
    if (!first) return
    first.checked = true
    words.value = ""
    narrow()
    first.dispatchEvent(new Event("change", { bubbles: true }))
  })
  finder.addEventListener("change", show)
  show()
})
