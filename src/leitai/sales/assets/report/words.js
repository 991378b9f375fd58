// What the page says, from its <template>s: nothing is written into scripts, so everything is translated once.
export function text(name, ...facts) {
  const found = say("[data-texts]", name) ?? say("[data-queue-texts]", name) ?? ""
  return facts.reduce((said, fact) => said.replace("%s", fact), found)
}

function say(place, name) {
  for (const template of document.querySelectorAll(`template${place}`)) {
    const found = template.content.querySelector(`[data-text="${name}"]`)
    if (found) return found.textContent
  }
}

export function copyOf(selector) {
  return document.querySelector(`template${selector}`).content.firstElementChild.cloneNode(true)
}
