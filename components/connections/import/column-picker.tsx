"use client";

import type { ImportColumn } from "@/components/connections/import/choose-columns";
import { Checkbox } from "@/components/ui/checkbox";

/** Which of the columns that hold hostnames are connected, each with the first of its names. */
export function ColumnPicker({
  columns,
  selected,
  undecided,
  onChange,
}: {
  columns: readonly ImportColumn[];
  selected: readonly number[];
  undecided: boolean;
  onChange: (selected: readonly number[]) => void;
}) {
  const toggle = (index: number) =>
    onChange(selected.includes(index) ? selected.filter((one) => one !== index) : [...selected, index]);
  return (
    <fieldset className="rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5">
      <legend className="sr-only">Columns to connect</legend>
      <p aria-hidden className="font-medium text-sm">
        Columns to connect
      </p>
      <p className="text-ink-soft text-sm">
        {undecided
          ? `${columns.length} columns contain domains. All of them are selected.`
          : `${columns.length} columns contain domains. Only those that are selected are connected.`}
      </p>
      {columns.map(({ index, heading, hostnames, samples }) => (
        <Checkbox
          key={index}
          checked={selected.includes(index)}
          onChange={() => toggle(index)}
          label={heading ?? `Column ${index + 1}`}
          hint={
            <span className="[overflow-wrap:anywhere]">
              {hostnames.toLocaleString("en-GB")} with domains:{" "}
              <span className="font-mono">{samples.map((sample) => sample.slice(0, 80)).join(", ")}</span>
            </span>
          }
        />
      ))}
    </fieldset>
  );
}
