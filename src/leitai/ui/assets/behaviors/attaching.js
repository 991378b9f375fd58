// data-attaches="address" on a form: files chosen in its [type=file], dropped on it or pasted into it go up at once;
// the answer (files/kept.html) is added to its [data-kept]. While they go up [data-going-up] is shown and the form
// waits. data-removes=".selector" on a button takes away the nearest such element.
import { behavior } from "./behavior.js"

behavior("attaches", (form) => {
  const chooser = form.querySelector("input[type=file]")
  const kept = form.querySelector("[data-kept]")
  const busy = form.querySelector("[data-going-up]")
  let going = 0

  const attach = async (files) => {
    if (!files.length) return
    const body = new FormData()
    for (const file of files) body.append("file", file, file.name)
    busy.hidden = !++going
    const answer = await fetch(form.dataset.attaches, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
    }).catch(() => null)
    busy.hidden = !--going
    if (answer?.ok) kept.insertAdjacentHTML("beforeend", await answer.text())
    else document.dispatchEvent(new CustomEvent(answer ? "htmx:responseError" : "htmx:sendError", { detail: { xhr: { status: answer?.status } } }))
  }
  chooser?.addEventListener("change", () => {
    attach([...chooser.files])
    chooser.value = ""
  })
  form.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (!files.length) return
    event.preventDefault()
    attach(files)
  })
  form.addEventListener("dragover", (event) => event.preventDefault())
  form.addEventListener("drop", (event) => {
    event.preventDefault()
    attach([...event.dataTransfer.files])
  })
  form.addEventListener(
    "submit",
    (event) => {
      if (!going) return
      event.preventDefault()
      event.stopImmediatePropagation()
    },
    { capture: true },
  )
})

document.addEventListener("click", (event) => {
  const remover = event.target.closest("[data-removes]")
  remover?.closest(remover.dataset.removes)?.remove()
})
