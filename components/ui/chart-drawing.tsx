"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from "react";
import { layOutChart } from "@/components/ui/chart-layout";
import {
  type ChartProps,
  fullNumber,
  seriesColor,
  shortDate,
  shortNumber,
  timeText,
  valueText,
} from "@/components/ui/chart-series";

/** The drawing of a chart, as a slider over its times: arrow keys move from one to the next, and its values are read out. */
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
  const { kind, title, times, series, height, format = fullNumber, formatTime = shortDate } = props;
  const axisFormat = props.format ?? shortNumber;
  const [hovered, setHovered] = useState<number | null>(null);
  // A single day makes no line.
  const asBars = kind === "bar" || times.length === 1;
  const { x, y, layers, step, margin, xLabels, yLabels } = useMemo(
    () => layOutChart({ kind, times, series, height, width, format: axisFormat, formatTime }),
    [kind, times, series, height, width, axisFormat, formatTime],
  );

  const last = times.length - 1;

  function onKeyDown(event: KeyboardEvent) {
    const next = nextTime(event.key, hovered ?? last, last);
    if (next === undefined) return;
    event.preventDefault();
    setHovered(next);
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const distances = times.map((time) => Math.abs(x(time) - at));
    setHovered(distances.indexOf(Math.min(...distances)));
  }

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={hovered ?? last}
      aria-valuetext={timeText(props, hovered ?? last)}
      className="rounded-lg"
      onKeyDown={onKeyDown}
      onFocus={(event) => event.currentTarget.matches(":focus-visible") && setHovered(last)}
      onBlur={() => setHovered(null)}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(null)}
    >
      <svg aria-hidden width={width} height={height} className="block touch-pan-y text-[11px]">
        {yLabels.map(({ at, text }) => (
          <g key={text} transform={`translate(0,${at})`}>
            <line x1={margin.left} x2={width - margin.right} stroke="var(--line)" />
            <text x={margin.left - 8} dy="0.32em" textAnchor="end" fill="var(--ink-soft)">
              {text}
            </text>
          </g>
        ))}
        {xLabels.map(({ at, text, anchor }) => (
          <text key={text} x={at} y={height - 6} textAnchor={anchor} fill="var(--ink-soft)">
            {text}
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
          : // The lowest is drawn last: a thin layer does not hide the line of what it lies on.
            layers.toReversed().map(({ key, color, path, topLine }) => (
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
    </div>
  );
}

/** Which time a key leads to; undefined: it is not one of the chart's keys. */
function nextTime(key: string, current: number, last: number): number | undefined {
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(0, current - 1);
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(last, current + 1);
  if (key === "Home") return 0;
  return key === "End" ? last : undefined;
}

function HoverCard({ left, width, children }: { left: number; width: number; children: React.ReactNode }) {
  const side = left > width / 2 ? { right: width - left + 10 } : { left: left + 10 };
  return (
    <div
      aria-hidden
      style={side}
      className="pointer-events-none absolute top-2 z-10 grid gap-0.5 rounded-lg border border-line bg-card px-3 py-2 text-xs shadow-lift-2"
    >
      {children}
    </div>
  );
}
