"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { type MetadataRow, rowProblems, toChanges, toRows } from "@/components/connections/metadata-draft";
import { connectionQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { useReadOnly } from "@/components/ui/read-only";
import { SaveBar } from "@/components/ui/save-bar";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { assertFits } from "@/components/ui/use-endpoint-form";
import { FieldErrors, useForm } from "@/components/ui/use-form";
import { updateConnectionCall } from "@/lib/api/calls/update-connection";
import { request } from "@/lib/api/client";
import { maxMetadataKey, maxMetadataKeys, maxMetadataValue } from "@/lib/connections/policy";
import type { ConnectionResource } from "@/lib/connections/schema";

export function MetadataEditor({ connection: { id, metadata } }: { connection: ConnectionResource }) {
  const client = useQueryClient();
  const readOnly = useReadOnly();
  const [{ stored, rows }, setDraft] = useState(() => draftOf(metadata));
  const add = useRef<HTMLButtonElement>(null);
  const changes = toChanges(stored, rows);
  const dirty = Object.keys(changes).length > 0 || rows.some(({ name, value }) => name === "" && value !== "");
  // Changed elsewhere. What is being edited here stays, and only its own changes are sent.
  const isStored = Object.keys(toChanges(stored, toRows(metadata))).length === 0;
  if (!isStored && !dirty) setDraft(draftOf(metadata));

  const form = useForm(async () => {
    const problems = rowProblems(rows);
    if (problems) throw new FieldErrors(problems);
    const input = { id, metadata: changes };
    await assertFits(updateConnectionCall, input);
    const saved = await request(updateConnectionCall, input);
    client.setQueryData(connectionQuery(id).queryKey, saved);
    setDraft(draftOf(saved.metadata));
    toast({ title: "Saved" });
  });

  function setRows(next: readonly MetadataRow[]): void {
    setDraft({ stored, rows: next });
    form.clear();
  }

  const change = (key: number, fields: { name?: string; value?: string }) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...fields } : row)));

  return (
    <>
      <Form form={form} className="grid gap-4">
        {rows.length > 0 && (
          <ul aria-label="Metadata" className="grid gap-4">
            {rows.map(({ key, name, value }, index) => {
              const label = name || `entry ${index + 1}`;
              return (
                <li key={key} className="grid gap-2">
                  <div className="flex items-start gap-2">
                    <Field label={`Name of ${label}`} hideLabel error={form.errorAt(`name.${key}`)} className="flex-1">
                      <TextInput
                        mono
                        name={`name.${key}`}
                        placeholder="name"
                        autoComplete="off"
                        spellCheck={false}
                        maxLength={maxMetadataKey}
                        value={name}
                        onChange={(event) => change(key, { name: event.target.value })}
                      />
                    </Field>
                    <IconButton
                      icon={Trash2}
                      label={`Remove ${label}`}
                      disabled={readOnly}
                      onClick={() => {
                        setRows(rows.filter((row) => row.key !== key));
                        add.current?.focus();
                      }}
                    />
                  </div>
                  <Field label={`Value of ${label}`} hideLabel error={form.errorAt(`metadata.${name.trim()}`)}>
                    <TextInput
                      name={`metadata.${name.trim()}`}
                      placeholder="value"
                      autoComplete="off"
                      maxLength={maxMetadataValue}
                      value={value}
                      onChange={(event) => change(key, { value: event.target.value })}
                    />
                  </Field>
                </li>
              );
            })}
          </ul>
        )}
        {rows.length < maxMetadataKeys && (
          <Button
            ref={add}
            variant="plain"
            className="justify-self-start"
            disabled={readOnly}
            onClick={() => setRows([...rows, newRow(rows)])}
          >
            <Plus aria-hidden className="size-4" />
            Add metadata
          </Button>
        )}
      </Form>
      <div className="flex flex-wrap items-center justify-end gap-2 pt-3 empty:hidden">
        <SaveBar form={{ ...form, dirty }} />
      </div>
    </>
  );
}

function draftOf(stored: Readonly<Record<string, string>>): { stored: typeof stored; rows: readonly MetadataRow[] } {
  return { stored, rows: toRows(stored) };
}

/** The first one is the one that goes to the origin. */
function newRow(rows: readonly MetadataRow[]): MetadataRow {
  const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
  return { key, name: rows.length === 0 ? "reference" : "", value: "" };
}
