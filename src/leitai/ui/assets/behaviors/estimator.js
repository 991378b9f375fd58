// data-estimator="id of a JSON block": what one more deal would earn, in whole units of 1/10,000, so that the figure is
// the one the run will pay. Inside: data-estimator-amount (typed), -slide (dragged), -result, -dot (on the curve).
import { behavior } from "./behavior.js"

const SCALE = 10_000n
const PPM = 1_000_000n

behavior("estimator", (box) => {
  const table = JSON.parse(document.getElementById(box.dataset.estimator).textContent).map(exact)
  const amount = box.querySelector("[data-estimator-amount]")
  const slide = box.querySelector("[data-estimator-slide]")
  const result = box.querySelector("[data-estimator-result]")

  const show = (units) => {
    const earned = toCents(table.reduce((sum, component) => sum + earns(component, units), 0n))
    result.textContent = `${earned < 0n ? "−" : "+"}${box.dataset.symbol}${written(earned < 0n ? -earned : earned)}`
    moveDot(box, units, earned)
  }
  amount.addEventListener("input", () => {
    const units = read(amount.value)
    if (units === null) return
    if (slide) slide.value = Number(units / SCALE)
    show(units)
  })
  slide?.addEventListener("input", () => {
    amount.value = Number(slide.value).toLocaleString("en-US")
    show(BigInt(slide.value) * SCALE)
  })
})

function exact(component) {
  return {
    method: component.method,
    base: BigInt(component.base),
    floors: component.floors.map(BigInt),
    rates: component.rates.map(BigInt),
    cap: component.cap === null ? null : BigInt(component.cap),
  }
}

function earns(component, units) {
  return paid(component, component.base + units) - paid(component, component.base)
}

// By the scheme's method; a flat rate is a table of one tier. One that is not here throws, and no figure is shown.
const PRODUCTS = {
  flat: climbed,
  marginal: climbed,
  whole: (floors, rates, total) => total * rates[tierAt(floors, total)],
}

function paid({ method, floors, rates, cap }, total) {
  const earned = divided(PRODUCTS[method](floors, rates, total))
  return cap !== null && earned > cap ? cap : earned
}

function climbed(floors, rates, total) {
  let products = total * rates[0]
  for (let tier = 1; tier < floors.length; tier++)
    if (total > floors[tier]) products += (total - floors[tier]) * (rates[tier] - rates[tier - 1])
  return products
}

const tierAt = (floors, total) => Math.max(0, floors.findLastIndex((floor) => total >= floor))

// Half away from zero, as the run rounds.
function divided(product, by = PPM) {
  const size = product < 0n ? -product : product
  const rounded = (size * 2n + by) / (by * 2n)
  return product < 0n ? -rounded : rounded
}

const toCents = (units) => divided(units, 100n) * 100n

function written(units) {
  const whole = units / SCALE
  return `${whole.toLocaleString("en-US")}.${String((units % SCALE) / 100n).padStart(2, "0")}`
}

// 50,000 and 5万 and 5.5w, as people type; null while it is no amount.
function read(text) {
  const said = text.replace(/[,，\s¥￥]/g, "").match(/^(\d{0,12})(?:\.(\d{0,4}))?(万|w|W)?$/)
  if (!said || (!said[1] && !said[2])) return null
  const units = BigInt(said[1] || "0") * SCALE + BigInt((said[2] || "").padEnd(4, "0"))
  return said[3] ? units * 10_000n : units
}

function moveDot(box, units, earned) {
  const curve = box.querySelector("[data-estimator-curve]")
  const dot = box.querySelector("[data-estimator-dot]")
  if (!dot) return
  const across = Math.min(1, Number(units) / 10_000 / Number(curve.dataset.reach))
  const up = Math.min(1, Math.max(0, Number(earned) / 10_000 / Number(curve.dataset.top)))
  dot.setAttribute("cx", (300 * across).toFixed(1))
  dot.setAttribute("cy", (112 - 112 * up).toFixed(1))
}
