// The fields of the form that help while one writes: the amount, the customer, the contract number, the day.
import { grouped, inWords, unitsOf } from "./amounts.js"
import { copyOf, text } from "./words.js"

const chinese = document.documentElement.lang.startsWith("zh")

export function amountField(form) {
  const input = form.querySelector("[data-amount]")
  const words = form.querySelector("[data-amount-words]")
  const show = () => {
    const units = unitsOf(input.value)
    words.textContent = units && chinese ? inWords(units) : ""
    const length = input.value.length
    input.dataset.long = length > 17 ? 2 : length > 11 ? 1 : 0
  }
  input.addEventListener("input", () => {
    const digits = input.value.replaceAll(",", "")
    if (/^\d{4,}$/.test(digits) && input.selectionEnd === input.value.length) input.value = grouped(BigInt(digits) * 10_000n)
    show()
  })
  input.addEventListener("change", () => {
    const units = unitsOf(input.value)
    if (units !== null) input.value = grouped(units)
    show()
  })
  input.addEventListener("restored", show)
  show()
}

export function contractField(form) {
  const input = form.querySelector("[data-contract]")
  const warning = form.querySelector("[data-contract-warning]")
  const mend = form.querySelector("[data-contract-mend]")
  // A letter O beside a digit, as in HY-26-1O88; a word such as OEM is none of that.
  const suspicious = /(?<=\d)[Oo]+(?=\d|\b)|(?<=\b|\d)[Oo]+(?=\d)/g
  const look = () => (warning.hidden = mend.hidden = !input.value.match(suspicious))
  mend.addEventListener("click", () => {
    input.value = input.value.replace(suspicious, (letters) => "0".repeat(letters.length))
    input.dispatchEvent(new Event("input", { bubbles: true }))
    input.focus()
  })
  input.addEventListener("input", look)
  input.addEventListener("restored", look)
  look()
}

export function dayField(form) {
  const input = form.querySelector("[data-day]")
  const said = form.querySelector("[data-day-said]")
  // Without a network the page may have been kept since yesterday.
  const today = navigator.onLine ? form.dataset.today : [form.dataset.today, localDay(new Date())].sort().at(-1)
  input.max = today
  const before = new Date(`${today}T12:00`)
  before.setDate(before.getDate() - 1)
  const inFull = new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric" })
  const show = () => {
    const near = input.value === today ? text("today") : input.value === localDay(before) ? text("yesterday") : ""
    const otherYear = input.value.slice(0, 4) === today.slice(0, 4) ? "" : input.value.slice(0, 4)
    const day = input.value ? inFull.format(new Date(`${input.value}T12:00`)) : ""
    said.textContent = [near, [otherYear && chinese ? `${otherYear}年` : "", day, otherYear && !chinese ? ` ${otherYear}` : ""].join("")].filter(Boolean).join(chinese ? "，" : ", ")
  }
  // The day is said in words; the browser's own calendar opens wherever the row is tapped.
  input.parentElement.dataset.dressed = ""
  input.addEventListener("input", show)
  input.addEventListener("restored", show)
  show()
  return { today }
}

function localDay(when) {
  return [when.getFullYear(), when.getMonth() + 1, when.getDate()].map((part) => String(part).padStart(2, "0")).join("-")
}

export function clearableChoices(form) {
  // A product that was tapped by mistake is taken back by tapping it again.
  form.addEventListener("click", (event) => {
    const radio = event.target.closest("input[data-may-clear]")
    if (!radio) return
    if (radio.dataset.was === "1") radio.checked = false
    for (const each of form.querySelectorAll(`input[name="${radio.name}"]`)) each.dataset.was = each.checked ? "1" : ""
    if (!radio.checked) radio.dispatchEvent(new Event("change", { bubbles: true }))
  })
}

export function customerField(form) {
  const name = form.querySelector("[data-opens-customers]")
  const number = form.elements.customer
  const list = form.querySelector("[data-customer-choices]")
  const said = form.querySelector("[data-customer-said]")
  const known = [...document.querySelector("template[data-known-customers]").content.querySelectorAll("[data-customer]")]
  let asking
  let waiting

  const show = (found) => {
    const typed = name.value.trim()
    const rows = found.map((row) => row.cloneNode(true))
    if (typed && !found.some((row) => row.dataset.name === typed)) {
      const fresh = copyOf("[data-new-customer]")
      fresh.querySelector("[data-new-name]").textContent = fresh.dataset.name = typed
      rows.push(fresh)
    }
    list.replaceChildren(...rows)
    open(rows.length > 0)
  }
  const open = (is) => {
    list.hidden = !is
    name.setAttribute("aria-expanded", is)
  }
  const near = () => {
    const typed = name.value.trim().toLowerCase()
    if (!typed) return known.slice(0, 8)
    return known.filter((row) => row.dataset.name.toLowerCase().includes(typed) || row.dataset.letters?.includes(typed)).slice(0, 8)
  }
  const look = () => {
    const nearby = near()
    show(nearby)
    clearTimeout(waiting)
    asking?.abort()
    if (!name.value.trim() || !navigator.onLine) return
    waiting = setTimeout(async () => {
      asking = new AbortController()
      try {
        const answer = await fetch(`${form.dataset.customers}?q=${encodeURIComponent(name.value.trim())}`, { signal: asking.signal })
        if (!answer.ok || document.activeElement !== name) return
        const page = new DOMParser().parseFromString(await answer.text(), "text/html")
        const have = new Set(nearby.map((row) => row.dataset.customer))
        show([...nearby, ...[...page.querySelectorAll("[data-customer]")].filter((row) => !have.has(row.dataset.customer))])
      } catch {
        // No network: what is known here is enough.
      }
    }, 200)
  }
  const describe = () => {
    const row = known.find((each) => each.dataset.customer === number.value)
    const last = row?.dataset.said
    said.textContent = !name.value.trim() ? "" : number.value ? (last ? text("last_bought", last) : "") : text("new_customer")
  }
  const choose = (row) => {
    // What was still being asked for would open the list again.
    clearTimeout(waiting)
    asking?.abort()
    name.value = row.dataset.name
    number.value = row.dataset.customer
    open(false)
    describe()
    name.dispatchEvent(new Event("change", { bubbles: true }))
  }

  name.addEventListener("focus", look)
  name.addEventListener("input", () => {
    const exact = known.find((row) => row.dataset.name === name.value.trim())
    number.value = exact?.dataset.customer ?? ""
    describe()
    look()
  })
  name.addEventListener("restored", describe)
  name.addEventListener("keydown", (event) => {
    const rows = [...list.children]
    const at = rows.findIndex((row) => row.ariaSelected === "true")
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && !list.hidden) {
      event.preventDefault()
      rows[at] && (rows[at].ariaSelected = "false")
      const next = rows[(at + step + rows.length) % rows.length]
      next.ariaSelected = "true"
      next.scrollIntoView({ block: "nearest" })
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault()
      choose(rows[Math.max(at, 0)])
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault()
      open(false)
    }
  })
  list.addEventListener("pointerdown", (event) => event.preventDefault())
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-customer]")
    if (row) choose(row)
  })
  name.addEventListener("blur", () => setTimeout(() => open(false), 100))
  describe()
}
