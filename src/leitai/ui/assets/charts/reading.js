// How a value reads on a chart: 82.5万 and 1.80亿, or 825k and 180m. Axes and tooltips only; every figure that
// someone is held to is written by the server from exact numbers.
const SCALES = {
  wan: [[1e8, "亿", 2], [1e4, "万", 1]],
  k: [[1e9, "bn", 2], [1e6, "m", 2], [1e3, "k", 0]],
}

export function reader(format, scale = "wan", symbol = "") {
  if (format === "percent") return (value) => (value == null ? "–" : `${trimmed(Number(value), 1)}%`)
  const prefix = format === "amount" ? symbol : ""
  return (value) => (value == null || value === "-" ? "–" : short(Number(value), SCALES[scale] ?? SCALES.wan, prefix))
}

function short(value, steps, prefix) {
  const sign = value < 0 ? "−" : ""
  const size = Math.abs(value)
  const [unit, name, places] = steps.find(([unit]) => size >= unit) ?? [1, "", 2]
  return `${sign}${prefix}${trimmed(size / unit, places)}${name}`
}

const trimmed = (value, places) => value.toLocaleString("en-US", { maximumFractionDigits: places })
