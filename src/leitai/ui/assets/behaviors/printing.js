// data-prints on a button: the page goes to the printer, or into a PDF.
import { behavior } from "./behavior.js"

behavior("prints", (button) => {
  button.addEventListener("click", () => window.print())
})
