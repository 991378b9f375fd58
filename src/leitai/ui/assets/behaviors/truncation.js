// Where a name is cut, hovering or focusing shows the whole of it.
function reveal(event) {
  const element = event.target.closest?.("[data-truncates]")
  if (element && element.scrollWidth > element.clientWidth && !element.title) element.title = element.textContent.trim()
}

document.addEventListener("pointerover", reveal)
document.addEventListener("focusin", reveal)
