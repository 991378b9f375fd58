import { startAll, stopAll } from "./behavior.js"
import "./attaching.js"
import "./auto-submit.js"
import "./chart.js"
import "./closing-menus.js"
import "./copy.js"
import "./countdown.js"
import "./draft.js"
import "./estimator.js"
import "./finding.js"
import "./growing-form.js"
import "./hold-submit.js"
import "./live-board.js"
import "./live-count.js"
import "./live-refresh.js"
import "./live-stream.js"
import "./mentioning.js"
import "./network-errors.js"
import "./palette.js"
import "./paste-grid.js"
import "./preferences.js"
import "./printing.js"
import "./row-selection.js"
import "./sheet.js"
import "./sortable.js"
import "./thread.js"
import "./truncation.js"
import "./undo.js"

// htmx names text nodes too.
const withElement = (act) => (event) => event.detail.elt instanceof Element && act(event.detail.elt)

document.addEventListener("htmx:load", withElement(startAll))
document.addEventListener("htmx:beforeCleanupElement", withElement(stopAll))
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => startAll())
else startAll()
