"use client";

import { CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { stateStyle } from "@/components/connection-facts/connection-state";
import { type ConnectionsView, toggledState } from "@/components/connection-facts/view";
import { countText, unarchivedCount } from "@/components/connections/table/count-text";
import { connectionStates, states } from "@/lib/connections/machine";
import type { ConnectionCounts } from "@/lib/connections/schema";

const toneClasses = {
  quiet: "text-quiet",
  good: "text-good",
  working: "text-working",
  waiting: "text-waiting",
  bad: "text-bad",
} as const;

/** Filter chips of the states, with their counts. Several can be selected. One line at every width. */
export function StateChips({
  view,
  counts,
  onChange,
}: {
  view: ConnectionsView;
  counts: ConnectionCounts | undefined;
  onChange: (view: ConnectionsView) => void;
}) {
  const found = new Map(counts?.states.map(({ state, ...count }) => [state, count]));
  const shown = connectionStates.filter(
    (state) => view.states.includes(state) || (found.get(state)?.count ?? 0) > 0 || states[state].common,
  );
  return (
    <ChipRow legend="States">
      <Chip
        label="All"
        pressed={view.states.length === 0 && !view.attention}
        count={counts ? countText(unarchivedCount(counts)) : null}
        onClick={() => onChange({ ...view, states: [], attention: false })}
      />
      <Chip
        label="Need attention"
        icon={CircleAlert}
        iconClasses={(counts?.attention.count ?? 0) > 0 ? toneClasses.bad : toneClasses.quiet}
        pressed={view.attention}
        count={counts ? countText(counts.attention) : null}
        onClick={() => onChange({ ...view, attention: !view.attention })}
      />
      {shown.map((state) => {
        const { label, icon, tone } = stateStyle({ state, errorCode: null });
        const count = found.get(state);
        return (
          <Chip
            key={state}
            label={label}
            icon={icon}
            iconClasses={toneClasses[tone]}
            pressed={view.states.includes(state)}
            count={count ? countText(count) : null}
            onClick={() => onChange(toggledState(view, state))}
          />
        );
      })}
    </ChipRow>
  );
}

/** Chips that filter, in one line at every width. */
export function ChipRow({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="-mx-4 -my-1 min-w-0 sm:mx-0">
      <legend className="sr-only">{legend}</legend>
      <div className="flex gap-2 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:flex-wrap sm:px-0.5">
        {children}
      </div>
    </fieldset>
  );
}

export function Chip({
  label,
  icon: Icon,
  iconClasses = "",
  pressed,
  count,
  onClick,
}: {
  label: string;
  icon?: LucideIcon;
  iconClasses?: string;
  pressed: boolean;
  count: string | null;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className={`control-small inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full border px-3 text-sm motion-safe:transition-colors ${pressed ? "border-accent bg-accent-soft text-ink" : "border-line bg-card text-ink-soft hover:border-line-strong hover:text-ink"}`}
    >
      {Icon && <Icon aria-hidden className={`size-3.5 shrink-0 ${iconClasses}`} />}
      {label}
      <span className={`min-w-4 text-right tabular-nums ${pressed ? "font-medium" : ""}`}>{count ?? "–"}</span>
    </button>
  );
}
