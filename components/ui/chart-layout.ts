import { scaleLinear, scaleUtc } from "d3-scale";
import { area, curveMonotoneX, line, stack } from "d3-shape";
import { type ChartProps, type ChartSeries, seriesColor } from "@/components/ui/chart-series";

const edges = { top: 8, right: 8, bottom: 24 };
const minLeft = 44;
const labelGap = 14;
/** Of 11 px text, in pixels; digits are the widest that there is much of. */
const characterWidth = 6.8;
/** In pixels, for each label of the time axis. */
const labelSpace = 110;
const tickCount = 4;

type Layer = {
  key: string;
  color: string;
  bands: readonly (readonly [number, number])[];
  path: string;
  topLine: string;
};

export type ChartSize = Pick<ChartProps, "kind" | "times" | "series" | "height"> & {
  width: number;
  format: (value: number) => string;
  formatTime: (time: Date) => string;
};

/** Scales, shapes and labels. Lines start at zero, too: otherwise small changes would look big. */
export function layOutChart({ kind, times, series, height, width, format, formatTime }: ChartSize) {
  const first = times[0] ?? new Date(0);
  const last = times.at(-1) ?? first;
  const bandsOf = bandsPerSeries(series, times.length);
  const top = Math.max(1, ...bandsOf.flat().map(([, high]) => high));
  const y = scaleLinear()
    .domain([0, top])
    .nice(tickCount)
    .range([height - edges.bottom, edges.top]);
  const yLabels = wholeTicks(y.ticks(tickCount), series).map((tick) => ({ at: y(tick), text: format(tick) }));
  const widest = Math.max(0, ...yLabels.map(({ text }) => text.length));
  const margin = { ...edges, left: Math.max(minLeft, Math.ceil(widest * characterWidth) + labelGap) };
  const inner = width - margin.left - margin.right;
  const step = Math.max(2, Math.min(36, (inner / times.length) * 0.7));
  const inset = kind === "bar" ? step / 2 + 2 : 0;
  const x = scaleUtc()
    .domain([first, last])
    .range([margin.left + inset, width - margin.right - inset]);
  const at = (index: number) => x(times[index] ?? first);
  const layers = series.map(({ key }, index): Layer => {
    const bands = bandsOf[index] ?? [];
    const shape = area<readonly [number, number]>()
      .x((_, place) => at(place))
      .y0(([low]) => y(low))
      .y1(([, high]) => y(high))
      .curve(curveMonotoneX);
    const edge = line<readonly [number, number]>()
      .defined(([low, high]) => high > low || series.length === 1)
      .x((_, place) => at(place))
      .y(([, high]) => y(high))
      .curve(curveMonotoneX);
    return { key, color: seriesColor(series, index), bands, path: shape(bands) ?? "", topLine: edge(bands) ?? "" };
  });
  const ticks = x.ticks(Math.max(2, Math.min(times.length, Math.floor(width / labelSpace))));
  return { x, y, layers, step, margin, yLabels, xLabels: labelTicks(ticks, x, width, formatTime) };
}

/** Each text once, and none of them cut off at the edges. */
function labelTicks(ticks: readonly Date[], x: (time: Date) => number, width: number, format: (time: Date) => string) {
  const texts = ticks.map(format);
  return ticks.flatMap((tick, index) => {
    const text = texts[index] ?? "";
    if (texts.indexOf(text) !== index) return [];
    const at = x(tick);
    const half = (text.length * characterWidth) / 2;
    const anchor = at + half > width ? ("end" as const) : at - half < 0 ? ("start" as const) : ("middle" as const);
    return [{ at: anchor === "end" ? Math.min(at, width) : at, text, anchor }];
  });
}

function bandsPerSeries(series: readonly ChartSeries[], count: number): [number, number][][] {
  const places = Array.from({ length: count }, (_, index) => index);
  const stacked = stack<number, ChartSeries>()
    .keys(series)
    .value((index, { values }) => values[index] ?? 0)(places);
  return stacked.map((layer) => layer.map(([low, high]) => [low, high]));
}

/** Counts have no fractions, so their axis shows none. */
function wholeTicks(ticks: number[], series: readonly ChartSeries[]): number[] {
  const counts = series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
  return counts ? ticks.filter(Number.isInteger) : ticks;
}
