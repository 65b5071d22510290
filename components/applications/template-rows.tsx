"use client";

import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { type DraftRow, firstRows } from "@/components/applications/template-draft";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { recordTypes, templateLimits } from "@/lib/dns/records/policy";

const types = recordTypes.map((type) => ({ value: type, label: type }));

const valueHints: Record<DraftRow["type"], string> = {
  A: "192.0.2.10",
  AAAA: "2001:db8::10",
  CNAME: "{{edge_hostname}}",
  TXT: "text, without quotes",
};

/** The rows of a record template. `errorAt` gives the message of a wire name, `onFocus` receives the name of the focused field. */
export function TemplateRows({
  rows,
  onChange,
  errorAt,
  onFocus,
}: {
  rows: readonly DraftRow[];
  onChange: (rows: DraftRow[]) => void;
  errorAt: (param: string) => string | null;
  onFocus: (param: string | null) => void;
}) {
  const add = useRef<HTMLButtonElement>(null);
  const change = (key: number, fields: Partial<DraftRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...fields } : row)));

  return (
    <div className="grid gap-4">
      <ol aria-label="Records" className="grid gap-4">
        {rows.map((row, index) => {
          const param = (field: string) => `record_template.${index}.${field}`;
          const wiring = (field: string) => ({
            name: param(field),
            onFocus: () => onFocus(param(field)),
            onBlur: () => onFocus(null),
          });
          return (
            <li key={row.key}>
              <fieldset className="grid grid-cols-2 items-start gap-3 rounded-lg border border-line p-3 sm:grid-cols-[minmax(0,1.1fr)_6.5rem_minmax(0,1.4fr)_5.5rem_auto]">
                <legend className="sr-only">Record {index + 1}</legend>
                <Field label="Host" error={errorAt(param("host"))} className="max-sm:col-span-2">
                  <TextInput
                    mono
                    {...wiring("host")}
                    {...asTyped}
                    placeholder="{{hostname}}"
                    maxLength={templateLimits.host}
                    value={row.host}
                    onChange={(event) => change(row.key, { host: event.target.value })}
                  />
                </Field>
                <Field label="Type" error={errorAt(param("type"))}>
                  <Select
                    {...wiring("type")}
                    options={types}
                    value={row.type}
                    onValueChange={(type) => change(row.key, { type })}
                  />
                </Field>
                <Field label="Value" error={errorAt(param("value"))} className="max-sm:order-last max-sm:col-span-2">
                  <TextInput
                    mono
                    {...wiring("value")}
                    {...asTyped}
                    placeholder={valueHints[row.type]}
                    maxLength={templateLimits.value}
                    value={row.value}
                    onChange={(event) => change(row.key, { value: event.target.value })}
                  />
                </Field>
                <Field label="TTL (s)" error={errorAt(param("ttl"))}>
                  <TextInput
                    mono
                    {...wiring("ttl")}
                    inputMode="numeric"
                    autoComplete="off"
                    value={row.ttl}
                    onChange={(event) => change(row.key, { ttl: event.target.value })}
                  />
                </Field>
                <IconButton
                  icon={Trash2}
                  label={`Remove record ${index + 1}`}
                  disabled={rows.length === 1}
                  className="max-sm:order-last max-sm:col-span-2 max-sm:justify-self-end sm:mt-7 disabled:opacity-40"
                  onClick={() => {
                    onChange(rows.filter(({ key }) => key !== row.key));
                    add.current?.focus();
                  }}
                />
              </fieldset>
            </li>
          );
        })}
      </ol>
      <Button
        ref={add}
        variant="plain"
        size="small"
        className="justify-self-start"
        disabled={rows.length >= templateLimits.rows}
        onClick={() => onChange([...rows, newRow(rows)])}
      >
        <Plus aria-hidden className="size-4" />
        {rows.length >= templateLimits.rows ? `${templateLimits.rows} records at most` : "Add a record"}
      </Button>
    </div>
  );
}

const asTyped = { autoCapitalize: "none", autoComplete: "off", autoCorrect: "off", spellCheck: false } as const;

function newRow(rows: readonly DraftRow[]): DraftRow {
  const key = Math.max(0, ...rows.map((row) => row.key)) + 1;
  const [first] = firstRows;
  return { key, host: rows.length === 0 && first ? first.host : "", type: "CNAME", value: "", ttl: "300" };
}
