// What htmx could not do is said in a notice, never lost in the console. The texts come from the shell.
function say(name) {
  const texts = document.querySelector("#failure-texts")
  const notices = document.querySelector("#notices")
  const template = texts?.content.querySelector(`[data-failure="${name}"]`)
  if (!template || !notices || notices.querySelector(`[data-failure="${name}"]`)) return
  const notice = template.cloneNode(true)
  notices.append(notice)
  setTimeout(() => notice.remove(), 8000)
}

document.addEventListener("htmx:sendError", () => say("network"))
document.addEventListener("htmx:timeout", () => say("network"))
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status
  if (status === 401) return
  say(status === 404 ? "gone" : status === 403 ? "expired" : status === 429 ? "slow" : "server")
})
