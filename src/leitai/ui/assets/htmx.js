// htmx first, under its global name: its extensions look for it there.
import htmx from "htmx.org"

window.htmx = htmx
// The content policy allows neither eval nor inline styles; what a fragment says is never script.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  // A refused form comes back as 422 with its errors beside the fields.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
  ],
})
export default htmx
