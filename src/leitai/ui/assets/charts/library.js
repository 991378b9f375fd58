// The part of ECharts that the pages use; nothing else is bundled.
import * as echarts from "echarts/core"
import { BarChart, CustomChart, FunnelChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts"
import {
  AriaComponent,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components"
import { LabelLayout } from "echarts/features"
import { CanvasRenderer } from "echarts/renderers"
import themes from "./themes.json"

echarts.use([
  BarChart, CustomChart, FunnelChart, HeatmapChart, LineChart, ScatterChart,
  AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent,
  MarkPointComponent, TooltipComponent, VisualMapComponent,
  LabelLayout, CanvasRenderer,
])
for (const [name, theme] of Object.entries(themes)) echarts.registerTheme(name, theme)

export default echarts
