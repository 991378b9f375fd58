// data-mentions="address" on a text area: after @ a list of people opens under it. The address answers
// <li role="option" data-name data-id> for ?q=…, and may say in a plain <li> who cannot be named; a choice writes "@name " and adds <input name="mentioned">.
import { behavior } from "./behavior.js"

const LONGEST = 20

behavior("mentions", (field) => {
  const list = document.createElement("ul")
  list.className = "mention-list"
  list.id = `mentions-${Math.random().toString(36).slice(2)}`
  list.setAttribute("role", "listbox")
  list.hidden = true
  field.after(list)
  field.setAttribute("aria-autocomplete", "list")
  field.setAttribute("aria-controls", list.id)
  let asked = 0

  const close = () => {
    asked++
    list.hidden = true
    list.replaceChildren()
    field.removeAttribute("aria-activedescendant")
  }
  const options = () => [...list.querySelectorAll("[role=option]")]
  const picked = () => list.querySelector("[aria-selected=true]")
  const pick = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option))
    if (!option) return
    field.setAttribute("aria-activedescendant", option.id)
    option.scrollIntoView({ block: "nearest" })
  }
  const choose = (option) => {
    const begin = beginning(field)
    if (begin < 0) return close()
    const name = `@${option.dataset.name} `
    field.setRangeText(name, begin, field.selectionStart, "end")
    const mark = document.createElement("input")
    Object.assign(mark, { type: "hidden", name: "mentioned", value: option.dataset.id })
    field.form.append(mark)
    close()
    field.focus()
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  field.addEventListener("input", async (event) => {
    // Pinyin being composed is not yet a name; its letters are, once they are in the field.
    if (event.isComposing) return
    const begin = beginning(field)
    if (begin < 0) return close()
    const ticket = ++asked
    const question = new URL(field.dataset.mentions, location)
    question.searchParams.set("q", field.value.slice(begin + 1, field.selectionStart))
    const answer = await fetch(question, { headers: { "HX-Request": "true" } }).catch(() => null)
    if (ticket !== asked || !answer?.ok) return
    list.innerHTML = await answer.text()
    if (ticket !== asked) return
    list.hidden = !list.children.length
    options().forEach((option, index) => (option.id = `${list.id}-${index}`))
    pick(options()[0])
  })
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return
    const all = options()
    const at = all.indexOf(picked())
    if (event.key === "ArrowDown") pick(all[(at + 1) % all.length])
    else if (event.key === "ArrowUp") pick(all[(at - 1 + all.length) % all.length])
    else if ((event.key === "Enter" || event.key === "Tab") && picked()) choose(picked())
    else if (event.key === "Escape") close()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]")
    if (!option) return
    event.preventDefault()
    choose(option)
  })
  field.addEventListener("blur", () => setTimeout(close, 150))
  return () => list.remove()
})

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-types-at]")
  const field = opener?.closest("form")?.querySelector("[data-mentions]")
  if (!field) return
  field.focus()
  const before = field.value[field.selectionStart - 1]
  field.setRangeText(before && !/\s/.test(before) ? " @" : "@", field.selectionStart, field.selectionEnd, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
})

// Where the @ before the caret stands; −1 when there is none that still belongs to a name.
function beginning(field) {
  const caret = field.selectionStart
  const begin = field.value.lastIndexOf("@", caret - 1)
  if (begin < 0 || caret - begin > LONGEST) return -1
  if (/[\w.]/.test(field.value[begin - 1] ?? " ")) return -1
  return /[\s,，。:：]/.test(field.value.slice(begin + 1, caret)) ? -1 : begin
}
