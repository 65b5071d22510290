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
  /** Of values, as milliseconds to "1.2 s". */
  format?: (value: number) => string;
  formatTime?: (time: Date) => string;
  height: number;
};

export function seriesColor(series: ChartProps["series"], index: number): string {
  return series[index]?.color ?? `var(--chart-${(index % 6) + 1})`;
}

export function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "–" : format(value);
}

export function shortDate(time: Date): string {
  return time.toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}
