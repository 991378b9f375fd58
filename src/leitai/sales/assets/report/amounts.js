// Amounts as people type them, in whole 1/10,000 (BigInt): 126000, 126,000, 12.5万, 1.2亿. null: cannot be read.
const MULTIPLES = { 万: 10_000n, 萬: 10_000n, 亿: 100_000_000n, 億: 100_000_000n, 千: 1_000n, 百万: 1_000_000n }
const UNIT = 10_000n

export function unitsOf(text) {
  const plain = text.normalize("NFKC").replace(/\s|^(RMB|CNY|[¥￥])|(元整?|圆|块)$/gi, "")
  const found = /^(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?(百万|[万萬亿億千])?$/.exec(plain)
  if (!found || (found[1] === undefined && !found[2])) return null
  const [, whole = "0", part = "", multiple] = found
  const times = multiple ? MULTIPLES[multiple] : 1n
  const scaled = BigInt(whole.replaceAll(",", "") + part) * UNIT * times
  const divisor = 10n ** BigInt(part.length)
  return scaled % divisor ? null : scaled / divisor
}

// 126,000 or 1,234.5
export function grouped(units) {
  const whole = (units / UNIT).toString().replace(/\B(?=(\d{3})+$)/g, ",")
  const part = (units % UNIT).toString().padStart(4, "0").replace(/0+$/, "")
  return part ? `${whole}.${part.padEnd(2, "0")}` : whole
}

const DIGITS = "零一二三四五六七八九"

// 十二万六千元整, as a contract reads it back; "" beyond what anybody reads aloud
export function inWords(units) {
  const cents = (units + 50n) / 100n
  const whole = cents / 100n
  if (whole >= 1_000_000_000_000n) return ""
  const rest = Number(cents % 100n)
  const words = whole || !rest ? integerInWords(whole) + "元" : ""
  if (!rest) return words + "整"
  const [jiao, fen] = [Math.floor(rest / 10), rest % 10]
  return words + (jiao ? DIGITS[jiao] + "角" : whole ? "零" : "") + (fen ? DIGITS[fen] + "分" : "")
}

function integerInWords(number) {
  if (!number) return DIGITS[0]
  let words = ""
  let gap = false
  for (const [unit, name] of [[100_000_000n, "亿"], [10_000n, "万"], [1n, ""]]) {
    const group = Number(number / unit)
    number %= unit
    if (group) {
      words += (words && (gap || group < 1000) ? "零" : "") + fourDigits(group) + name
      gap = false
    } else if (words) gap = true
  }
  return words.startsWith("一十") ? words.slice(1) : words
}

function fourDigits(number) {
  let words = ""
  let zero = false
  for (const [unit, name] of [[1000, "千"], [100, "百"], [10, "十"], [1, ""]]) {
    const digit = Math.floor(number / unit)
    number %= unit
    if (digit) {
      words += (zero && words ? "零" : "") + DIGITS[digit] + name
      zero = false
    } else zero = true
  }
  return words
}
