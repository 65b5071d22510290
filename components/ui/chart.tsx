"use client";

import { lazy, Suspense } from "react";
import { type ChartProps, fullNumber, seriesColor, shortDate, valueText } from "@/components/ui/chart-series";
import { Skeleton } from "@/components/ui/skeleton";
import { useHydrated } from "@/components/ui/use-hydrated";

const defaultHeight = 220;
const placeholder = <Skeleton className="h-full w-full" />;

/** The drawing and its scales load after the page, into a space of their size. */
const Drawing = lazy(() => import("@/components/ui/chart-drawing").then((file) => ({ default: file.ChartDrawing })));

type Props = Omit<ChartProps, "kind" | "height"> & { height?: number };

/** How the parts of a whole change over time. The first series is at the bottom. */
export function StackedAreaChart(props: Props) {
  return <Chart kind="area" {...props} />;
}

/** Numbers per day or hour; several series are stacked. */
export function BarChart(props: Props) {
  return <Chart kind="bar" {...props} />;
}

function Chart({ height = defaultHeight, ...props }: Props & { kind: ChartProps["kind"] }) {
  const { title, series, times, format = fullNumber, formatTime = shortDate } = props;
  const isHydrated = useHydrated();
  const isEmpty = series.every(({ values }) => values.every((value) => !value));
  return (
    <figure className="grid min-w-0 gap-3">
      <figcaption className="grid gap-1 text-sm">
        <span className="font-medium">{title}</span>
        <span aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-ink-soft">
          {series.map(({ key, label }, index) => (
            <span key={key} className="inline-flex items-center gap-1.5">
              <span className="size-2.5 rounded-[3px]" style={{ background: seriesColor(series, index) }} />
              {label}
            </span>
          ))}
        </span>
      </figcaption>
      <div style={{ height }} className="min-w-0">
        {isEmpty ? (
          <p className="flex h-full items-center justify-center rounded-lg bg-paper text-ink-soft text-sm">
            Nothing in this time yet.
          </p>
        ) : (
          <Suspense fallback={placeholder}>
            {isHydrated ? <Drawing height={height} {...props} /> : placeholder}
          </Suspense>
        )}
      </div>
      {!isEmpty && (
        <details className="text-sm">
          <summary className="control-small inline-flex items-center rounded-md text-ink-soft underline-offset-4 hover:text-ink hover:underline">
            The numbers as a table
          </summary>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
            tabIndex={0}
            aria-label={title}
            className="mt-1 max-h-64 overflow-auto rounded-lg border border-line"
          >
            <table className="w-full text-left tabular-nums">
              <caption className="sr-only">{title}</caption>
              <thead>
                <tr className="text-ink-soft">
                  <th scope="col" className="sticky top-0 bg-card px-3 py-1.5 font-normal">
                    Time
                  </th>
                  {series.map(({ key, label }) => (
                    <th key={key} scope="col" className="sticky top-0 bg-card px-3 py-1.5 text-right font-normal">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {times.map((time, index) => (
                  <tr key={time.getTime()} className="border-line border-t">
                    <th scope="row" className="px-3 py-1.5 font-normal" suppressHydrationWarning>
                      {formatTime(time)}
                    </th>
                    {series.map(({ key, values }) => (
                      <td key={key} className="px-3 py-1.5 text-right">
                        {valueText(values[index], format)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </figure>
  );
}
