"use client";

import { X } from "lucide-react";
import type { ConnectionsView } from "@/components/connection-facts/view";
import { Chip, ChipRow } from "@/components/connections/table/state-chips";
import type { Causes } from "@/lib/connections/schema";

const shownCauses = 6;

/** What the domains of the view wait for, the most frequent cause first. Pressing one shows the domains behind it. */
export function CauseChips({
  view,
  causes,
  onChange,
}: {
  view: ConnectionsView;
  causes: Causes | undefined;
  onChange: (view: ConnectionsView) => void;
}) {
  const all = causes?.data ?? [];
  const pressed = all.find(({ code }) => code === view.finding);
  const first = all.slice(0, shownCauses);
  const shown = pressed && !first.includes(pressed) ? [...first, pressed] : first;
  if (shown.length === 0 && view.finding === null) return null;
  return (
    <ChipRow legend="Causes">
      {shown.map(({ code, title, count }) => (
        <Chip
          key={code}
          label={title}
          pressed={code === view.finding}
          count={count.toLocaleString("en-GB")}
          onClick={() => onChange({ ...view, finding: code === view.finding ? null : code })}
        />
      ))}
      {view.finding !== null && !pressed && (
        <Chip label={view.finding} icon={X} pressed count="0" onClick={() => onChange({ ...view, finding: null })} />
      )}
    </ChipRow>
  );
}
