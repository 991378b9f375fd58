// Says while one writes what the shares come to; the server decides.
const form = document.querySelector("[data-split]")
const sum = form.querySelector("[data-split-sum]")
const said = (name, ...facts) =>
  facts.reduce((text, fact) => text.replace("%s", fact), document.querySelector(`[data-split-text="${name}"]`).innerHTML)

function show() {
  // Ten-thousandths of a percent, so that three thirds are exactly a whole.
  const whole = [...form.querySelectorAll('[name="share_percent"]')]
    .filter((input) => input.closest(".split-row").querySelector("select").value)
    .reduce((all, input) => all + Math.round((Number(input.value.replace(/[%％]/, "")) || 0) * 10_000), 0)
  const rest = 1_000_000 - whole
  sum.textContent = rest === 0 ? said("whole") : said(rest > 0 ? "short" : "over", whole / 10_000, Math.abs(rest) / 10_000)
}

form.addEventListener("input", show)
show()
