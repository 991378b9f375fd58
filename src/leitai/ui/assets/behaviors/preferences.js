// The theme changes at once; the form around the choice also tells the server, which keeps it.
document.addEventListener("change", (event) => {
  const choice = event.target.closest("[data-chooses-theme]")
  if (!choice) return
  const { value } = choice
  document.cookie = `theme=${value}; path=/; max-age=31536000; samesite=lax`
  document.documentElement.dispatchEvent(new CustomEvent("themechosen"))
})
