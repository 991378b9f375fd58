// Whose deal: one's own until others are added; whatever they have is taken from one's own 100%.
import { copyOf, text } from "./words.js"

export function sharesField(form) {
  const rows = form.querySelector("[data-shares]")
  const own = form.querySelector("[data-own-share]")
  const hint = form.querySelector("[data-shares-hint]")
  const person = form.querySelector("[data-person]")
  const sheet = document.getElementById("pick-colleague")
  const ownerId = () => person?.value || form.dataset.own

  // Hundredths of a percent, so that 33.33 + 33.33 + 33.34 is exactly a hundred.
  const hundredths = (input) => (/^\d{1,3}(\.\d{0,4})?$/.test(input.value.trim()) ? Math.round(Number(input.value) * 10_000) : 0)
  const inputs = () => [...rows.querySelectorAll("[data-share] [data-share-percent]")]
  const rest = () => 1_000_000 - inputs().reduce((sum, input) => sum + hundredths(input), 0)

  const show = () => {
    own.textContent = `${rest() / 10_000}%`
    if (hint) hint.hidden = !inputs().length
    const error = form.querySelector('[data-error="shares"]')
    error.textContent = rest() < 0 ? text("shares_over") : ""
  }
  const changed = () => {
    show()
    form.dispatchEvent(new Event("input", { bubbles: true }))
  }
  const evenly = () => {
    const count = inputs().length + 1
    const part = Math.floor(1_000_000 / count / 100) * 100
    for (const input of inputs()) input.value = String(part / 10_000)
  }
  const add = (id, name, percent) => {
    const row = copyOf("[data-share-row]")
    row.dataset.name = name
    row.querySelector('[name="share_person"]').value = id
    row.querySelector("[data-share-name]").textContent = name
    if (percent !== undefined) row.querySelector("[data-share-percent]").value = percent
    rows.append(row)
  }

  sheet?.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-colleague]")
    if (!chosen) return
    const there = [...rows.querySelectorAll('[name="share_person"]')].some((each) => each.value === chosen.dataset.colleague)
    if (!there && chosen.dataset.colleague !== ownerId()) {
      add(chosen.dataset.colleague, chosen.dataset.name)
      evenly()
      changed()
    }
    sheet.close()
  })
  sheet?.querySelector("[data-finds-colleague]")?.addEventListener("input", (event) => {
    const typed = event.target.value.trim().toLowerCase()
    for (const row of sheet.querySelectorAll("[data-colleague]"))
      row.hidden = Boolean(typed) && !row.dataset.name.toLowerCase().includes(typed) && !row.dataset.letters.includes(typed)
  })
  rows.addEventListener("input", show)
  rows.addEventListener("click", (event) => {
    if (!event.target.closest("[data-drops-share]")) return
    event.target.closest("[data-share]").remove()
    changed()
  })
  show()
  return {
    // The owner's own part travels with the others': the server sees a whole.
    fields: () => (inputs().length ? [["share_person", ownerId()], ["share_percent", String(rest() / 10_000)]] : []),
    sound: () => rest() >= 0,
    kept: () => [...rows.querySelectorAll("[data-share]")].map((row) => [row.querySelector('[name="share_person"]').value, row.dataset.name, row.querySelector("[data-share-percent]").value]),
    restore: (kept) => {
      for (const row of rows.querySelectorAll("[data-share]")) row.remove()
      for (const [id, name, percent] of kept ?? []) add(id, name, percent)
      show()
    },
  }
}
