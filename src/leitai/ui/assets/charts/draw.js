// Draws a figure's chart on canvas, and gives it its table, its picture and its drill-down.
//
// The figure's data-option is an ECharts option, to which these words are added:
//   "format": "amount" | "percent" | "count"   how values read on axes and in the tooltip
//   "links": [...]                             where a click on the category at that place leads
// Texts and the unit's habits (万 or k) come from the figure's data- attributes: no words live here.
import echarts from "./library.js"
import { reader } from "./reading.js"

export function draw(figure) {
  const canvas = figure.querySelector(".chart-canvas")
  const { format = "count", links = [], ...option } = JSON.parse(figure.dataset.option)
  const read = reader(format, figure.dataset.scale, figure.dataset.symbol)
  let chart

  function show() {
    chart?.dispose()
    chart = echarts.init(canvas, document.documentElement.dataset.bsTheme === "dark" ? "dark" : "light", { renderer: "canvas" })
    chart.setOption(readable(option, read))
    if (links.length) chart.on("click", ({ dataIndex }) => links[dataIndex] && location.assign(links[dataIndex]))
    canvas.dataset.drawn = ""
  }

  const resized = new ResizeObserver(() => chart?.resize())
  const clicked = (event) => {
    if (event.target.closest("[data-chart-table]")) toggleTable(figure, event.target.closest("button"))
    if (event.target.closest("[data-chart-picture]")) savePicture(chart, figure.dataset.name)
  }
  show()
  resized.observe(canvas)
  figure.addEventListener("click", clicked)
  document.addEventListener("themechange", show)
  return () => {
    document.removeEventListener("themechange", show)
    figure.removeEventListener("click", clicked)
    resized.disconnect()
    chart.dispose()
  }
}

function readable(option, read) {
  const valueAxis = (axis) => (axis.type === "category" || axis.type === "time" ? axis : { ...axis, axisLabel: { formatter: read, ...axis.axisLabel } })
  const axes = (axis) => (Array.isArray(axis) ? axis.map(valueAxis) : axis && valueAxis(axis))
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  return {
    aria: { enabled: true },
    ...option,
    animation: !still,
    series: option.series?.map(plainLabels),
    xAxis: axes(option.xAxis),
    yAxis: axes(option.yAxis),
    // Rich text is painted on the canvas: an HTML tooltip would carry style attributes.
    tooltip: { trigger: "axis", confine: true, valueFormatter: read, ...option.tooltip, renderMode: "richText" },
  }
}

// Labels take the colour of text: ECharts would draw an outline round them on a dark ground.
function plainLabels(series) {
  const ink = getComputedStyle(document.body).getPropertyValue("--lt-ink-2").trim()
  const plain = (label) => label && { color: ink, textBorderWidth: 0, ...label }
  return { ...series, label: plain(series.label), endLabel: plain(series.endLabel) }
}

function toggleTable(figure, button) {
  const table = figure.querySelector(".chart-table")
  table.hidden = !table.hidden
  figure.querySelector(".chart-canvas").hidden = !table.hidden
  button.setAttribute("aria-pressed", String(!table.hidden))
}

function savePicture(chart, name) {
  const link = document.createElement("a")
  const backgroundColor = getComputedStyle(document.body).getPropertyValue("--lt-surface").trim()
  link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor })
  link.download = `${name || "chart"}.png`
  link.click()
}
