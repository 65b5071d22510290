export type ChartSeries = {
  key: string;
  label: string;
  /** One per time; null: unknown. */
  values: readonly (number | null)[];
  /** A CSS color, such as "var(--good)". Default: the chart colors in turn. */
  color?: string;
};

export type ChartProps = {
  kind: "area" | "bar";
  title: string;
  /** Ascending. */
  times: readonly Date[];
  series: readonly ChartSeries[];
  /** Of values, as milliseconds to "1.2 s". Default: 150,000, and 150k beside the axis. */
  format?: (value: number) => string;
  formatTime?: (time: Date) => string;
  height: number;
};

export function seriesColor(series: ChartProps["series"], index: number): string {
  return series[index]?.color ?? `var(--chart-${(index % 6) + 1})`;
}

export function fullNumber(value: number): string {
  return value.toLocaleString("en");
}

const compact = new Intl.NumberFormat("en", { notation: "compact" });

/** 150k, 1.5M: the ticks of an axis have two digits that count. */
export function shortNumber(value: number): string {
  return compact.format(value).replace("K", "k");
}

/** What a chart shows at one time, in a sentence. */
export function timeText(
  { times, series, format = fullNumber, formatTime = shortDate }: ChartProps,
  index: number,
): string {
  const values = series.map(({ label, values: all }) => `${label} ${valueText(all[index], format)}`);
  return `${formatTime(times[index] ?? new Date(0))}: ${values.join(", ")}`;
}

export function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "–" : format(value);
}

/** A day of the API begins and ends in UTC, wherever the reader is. */
export function shortDate(time: Date): string {
  return time.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
}
