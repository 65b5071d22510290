"use client";

import {
  type OptionalColumn,
  optionalColumnKeys,
  optionalColumns,
} from "@/components/connections/table/connection-columns";
import { type TablePreferences, usualPreferences } from "@/components/connections/table/table-preferences";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { SegmentedControl } from "@/components/ui/segmented-control";

export type TableOptionsProps = {
  preferences: TablePreferences;
  shown: readonly OptionalColumn[];
  onChange: (next: TablePreferences) => void;
};

export function TableOptionsPanel({ preferences, shown, onChange }: TableOptionsProps) {
  return (
    <div className="grid gap-3">
      <SegmentedControl
        label="Density"
        value={preferences.compact ? "compact" : "comfortable"}
        onValueChange={(density) => onChange({ ...preferences, compact: density === "compact" })}
        options={[
          { value: "comfortable", label: "Comfortable" },
          { value: "compact", label: "Compact" },
        ]}
      />
      <fieldset>
        <legend className="text-ink-soft text-sm">Columns</legend>
        {optionalColumnKeys.map((key) => (
          <Checkbox
            key={key}
            label={optionalColumns[key]}
            checked={shown.includes(key)}
            onChange={(event) => {
              const columns = optionalColumnKeys.filter((one) =>
                one === key ? event.target.checked : shown.includes(one),
              );
              onChange({ ...preferences, columns });
            }}
          />
        ))}
      </fieldset>
      <Button
        variant="plain"
        size="small"
        disabled={preferences.columns === null}
        onClick={() => onChange({ ...preferences, columns: usualPreferences.columns })}
      >
        Usual columns
      </Button>
    </div>
  );
}
