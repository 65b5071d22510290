"use client";

import { scaleLinear, scaleTime } from "d3-scale";
import { area, curveMonotoneX, line, stack } from "d3-shape";
import { type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { type ChartProps, type ChartSeries, seriesColor, shortDate, valueText } from "@/components/ui/chart-series";

const margin = { top: 8, right: 8, bottom: 24, left: 44 };
const tickCount = 4;

/** The drawing of a chart: hidden from screen readers, which have the table next to it. */
export function ChartDrawing(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="relative h-full w-full">
      {width > 0 && props.times.length > 0 && <Picture {...props} width={width} />}
    </div>
  );
}

function Picture({ width, ...props }: ChartProps & { width: number }) {
  const { kind, times, series, height, format = String, formatTime = shortDate } = props;
  const [hovered, setHovered] = useState<number | null>(null);
  // A single day makes no line.
  const asBars = kind === "bar" || times.length === 1;
  const { x, y, layers, step } = useMemo(
    () => layOut({ kind, times, series, height, width }),
    [kind, times, series, height, width],
  );
  const xTicks = x.ticks(Math.max(2, Math.min(times.length, Math.floor(width / 110))));

  function onPointerMove(event: PointerEvent<SVGSVGElement>) {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const distances = times.map((time) => Math.abs(x(time) - at));
    setHovered(distances.indexOf(Math.min(...distances)));
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: its parent hides it from screen readers */}
      <svg
        width={width}
        height={height}
        className="block touch-pan-y text-[11px]"
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHovered(null)}
      >
        {wholeTicks(y.ticks(tickCount), series).map((tick) => (
          <g key={tick} transform={`translate(0,${y(tick)})`}>
            <line x1={margin.left} x2={width - margin.right} stroke="var(--line)" />
            <text x={margin.left - 8} dy="0.32em" textAnchor="end" fill="var(--ink-soft)">
              {format(tick)}
            </text>
          </g>
        ))}
        {xTicks.map((tick) => (
          <text key={tick.getTime()} x={x(tick)} y={height - 6} textAnchor="middle" fill="var(--ink-soft)">
            {formatTime(tick)}
          </text>
        ))}
        {asBars
          ? layers.map(({ key, color, bands }) =>
              bands.map(([low, high], index) => (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: one bar per time
                  key={`${key}-${index}`}
                  x={x(times[index] ?? 0) - step / 2}
                  width={step}
                  y={y(high)}
                  height={Math.max(0, y(low) - y(high))}
                  fill={color}
                  opacity={hovered === null || hovered === index ? 1 : 0.55}
                />
              )),
            )
          : layers.map(({ key, color, path, topLine }) => (
              <g key={key}>
                {kind === "area" && <path d={path} fill={color} opacity={0.22} />}
                <path d={topLine} fill="none" stroke={color} strokeWidth={2} strokeLinejoin="round" />
              </g>
            ))}
        {hovered !== null && !asBars && (
          <line
            x1={x(times[hovered] ?? 0)}
            x2={x(times[hovered] ?? 0)}
            y1={margin.top}
            y2={height - margin.bottom}
            stroke="var(--line-strong)"
          />
        )}
      </svg>
      {hovered !== null && (
        <HoverCard left={x(times[hovered] ?? 0)} width={width}>
          <p className="font-medium">{formatTime(times[hovered] ?? new Date(0))}</p>
          {series.map(({ key, label, values }, index) => (
            <p key={key} className="flex items-center gap-1.5 whitespace-nowrap">
              <span className="size-2 rounded-[2px]" style={{ background: seriesColor(series, index) }} />
              <span className="flex-1 text-ink-soft">{label}</span>
              <span className="pl-3 tabular-nums">{valueText(values[hovered], format)}</span>
            </p>
          ))}
        </HoverCard>
      )}
    </>
  );
}

/** Counts have no fractions, so their axis shows none. */
function wholeTicks(ticks: number[], series: readonly ChartSeries[]): number[] {
  const counts = series.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
  return counts ? ticks.filter(Number.isInteger) : ticks;
}

function HoverCard({ left, width, children }: { left: number; width: number; children: React.ReactNode }) {
  const side = left > width / 2 ? { right: width - left + 10 } : { left: left + 10 };
  return (
    <div
      style={side}
      className="pointer-events-none absolute top-2 z-10 grid gap-0.5 rounded-lg border border-line bg-card px-3 py-2 text-xs shadow-lift-2"
    >
      {children}
    </div>
  );
}

type Layer = {
  key: string;
  color: string;
  bands: readonly (readonly [number, number])[];
  path: string;
  topLine: string;
};

/** Scales and shapes. Lines start at zero, too: otherwise small changes would look big. */
function layOut({
  kind,
  times,
  series,
  height,
  width,
}: Pick<ChartProps, "kind" | "times" | "series" | "height"> & { width: number }) {
  const first = times[0] ?? new Date(0);
  const last = times.at(-1) ?? first;
  const inner = width - margin.left - margin.right;
  const step = Math.max(2, Math.min(36, (inner / times.length) * 0.7));
  const inset = kind === "bar" ? step / 2 + 2 : 0;
  const x = scaleTime()
    .domain([first, last])
    .range([margin.left + inset, width - margin.right - inset]);
  const bandsOf = bandsPerSeries(series, times.length);
  const top = Math.max(1, ...bandsOf.flat().map(([, high]) => high));
  const y = scaleLinear()
    .domain([0, top])
    .nice(tickCount)
    .range([height - margin.bottom, margin.top]);
  const at = (index: number) => x(times[index] ?? first);
  const layers = series.map(({ key }, index): Layer => {
    const bands = bandsOf[index] ?? [];
    const shape = area<readonly [number, number]>()
      .x((_, place) => at(place))
      .y0(([low]) => y(low))
      .y1(([, high]) => y(high))
      .curve(curveMonotoneX);
    const edge = line<readonly [number, number]>()
      .x((_, place) => at(place))
      .y(([, high]) => y(high))
      .curve(curveMonotoneX);
    return { key, color: seriesColor(series, index), bands, path: shape(bands) ?? "", topLine: edge(bands) ?? "" };
  });
  return { x, y, layers, step };
}

function bandsPerSeries(series: readonly ChartSeries[], count: number): [number, number][][] {
  const places = Array.from({ length: count }, (_, index) => index);
  const stacked = stack<number, ChartSeries>()
    .keys(series)
    .value((index, { values }) => values[index] ?? 0)(places);
  return stacked.map((layer) => layer.map(([low, high]) => [low, high]));
}
