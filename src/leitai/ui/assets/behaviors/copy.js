// data-copy="text" on a button copies the text and says so by data-copied on the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]")
  if (!button) return
  await navigator.clipboard?.writeText(button.dataset.copy)
  button.dataset.copied = ""
  setTimeout(() => delete button.dataset.copied, 2000)
})
