// The list of what waits on this device, each with what stands in its way and what may be done about it.
import { oldestFirst, queue } from "./store.js"
import { copyOf, text } from "./words.js"

export async function showQueue({ onEdit, onSend }) {
  const entries = await oldestFirst()
  const list = document.querySelector("[data-queue]")
  list?.replaceChildren(...entries.map((entry) => row(entry, { onEdit, onSend })))
  const undecided = entries.filter((entry) => entry.state === "undecided").length
  const waiting = entries.length - undecided
  const said = undecided
    ? undecided === 1 ? text("one_undecided") : text("many_undecided", undecided)
    : waiting === 1 ? text("one_waiting") : text("many_waiting", waiting)
  return { entries, said: entries.length ? said : "" }
}

function row(entry, { onEdit, onSend }) {
  const shown = copyOf("[data-queue-row]")
  const find = (name) => shown.querySelector(name)
  const field = (name) => entry.fields.find(([key]) => key === name)?.[1] ?? ""
  find("[data-queued-title]").textContent = field("customer_name")
  find("[data-queued-amount]").textContent = field("amount")
  find("[data-queued-when]").textContent = new Date(entry.written_at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })
  find("[data-queued-said]").textContent = entry.said || text({ network: "waiting" }[entry.reason] ?? entry.reason ?? "waiting") || text("waiting")
  const verb = (name) => find(`[data-verb="${name}"]`)
  if (entry.look) {
    verb("look").hidden = false
    verb("look").href = entry.look
  }
  if (entry.may_be_meant) {
    verb("mean").hidden = false
    verb("mean").addEventListener("click", async () => {
      const fields = [...entry.fields.filter(([name]) => name !== "contract_meant"), ["contract_meant", "1"]]
      await queue.put({ ...entry, fields, state: "waiting", said: "", look: "", may_be_meant: false, reason: "" })
      onSend()
    })
  }
  verb("edit").hidden = !onEdit || entry.conflict === "AlreadyReported" || entry.reason === "gone"
  verb("edit").addEventListener("click", () => onEdit(entry))
  verb("drop").addEventListener("click", async () => {
    await queue.drop(entry.key)
    onSend()
  })
  return shown
}
