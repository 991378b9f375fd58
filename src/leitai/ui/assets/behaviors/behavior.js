// A behaviour is a data- attribute and what it does; it is started once per element, also in fragments
// that htmx brings later.
//
//   behavior("counts-down", (element) => { …; return () => stop })
const started = new WeakMap()
const known = []

export function behavior(name, start) {
  known.push([`data-${name}`, start])
}

export function startAll(within = document) {
  for (const [attribute, start] of known) {
    const found = [...within.querySelectorAll(`[${attribute}]`)]
    if (within.matches?.(`[${attribute}]`)) found.push(within)
    for (const element of found) startOnce(element, attribute, start)
  }
}

export function stopAll(within) {
  for (const element of [within, ...within.querySelectorAll("*")]) {
    for (const stop of started.get(element)?.values() ?? []) stop?.()
    started.delete(element)
  }
}

function startOnce(element, attribute, start) {
  const running = started.get(element) ?? new Map()
  if (running.has(attribute)) return
  started.set(element, running)
  running.set(attribute, start(element))
}
