// data-chart on a figure draws its JSON (see charts/draw.js). The drawing library is fetched when the first
// chart comes near the screen, so that pages without one never pay for it.
import { behavior } from "./behavior.js"

let drawing

behavior("chart", (figure) => {
  let stop = () => {}
  const watcher = new IntersectionObserver(
    async ([entry]) => {
      if (!entry.isIntersecting) return
      watcher.disconnect()
      drawing ??= import(figure.dataset.chart)
      stop = (await drawing).draw(figure)
    },
    { rootMargin: "200px" },
  )
  watcher.observe(figure)
  return () => {
    watcher.disconnect()
    stop()
  }
})
