// What every page runs: htmx for fragments, Alpine for small state, and the behaviours by name.
import "./htmx.js"
import "htmx-ext-sse"
import Alpine from "@alpinejs/csp"
import "./behaviors/index.js"

window.Alpine = Alpine
Alpine.start()
