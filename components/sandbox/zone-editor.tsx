"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, type InputHTMLAttributes, useId, useRef, useState } from "react";
import { publishZoneRecord, removeZoneRecord, type ZoneRecord, zoneQuery } from "@/components/sandbox/zone-query";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { ApiError } from "@/lib/api/client";

const types = ["TXT", "CNAME", "A", "AAAA", "CAA", "MX", "NS"] as const;
const maxShown = 500;
const control =
  "min-h-11 w-full min-w-0 rounded-lg border border-line-strong bg-card px-3 font-mono text-sm aria-invalid:border-bad sm:min-h-10";

/** The zone of the sandbox's DNS server: what customers would edit at their provider. */
export function ZoneEditor({ dnsPort }: { dnsPort: number }) {
  const client = useQueryClient();
  const status = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState("");
  const zone = useQuery(zoneQuery);
  const remove = useMutation({
    mutationFn: removeZoneRecord,
    onSuccess: async (_, record) => {
      await client.invalidateQueries({ queryKey: ["sandbox"] });
      setSaid(`Deleted ${record.type} ${record.name}.`);
      // The focused button was removed with its row.
      status.current?.focus();
    },
    onError: (error) => setSaid(error.message),
  });
  const shown = sorted(zone.data ?? []).slice(0, maxShown);
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Customer DNS"
        description={
          <>
            The sandbox acts as your customers' DNS provider. These records are served over real DNS immediately:{" "}
            <code className="whitespace-nowrap font-mono text-sm">dig @127.0.0.1 -p {dnsPort} shop.acme.test</code>
          </>
        }
      />
      <AddRecord onAdded={setSaid} />
      <Section
        title="Zone"
        aside={
          <p ref={status} role="status" tabIndex={-1} className="min-h-6 text-ink-soft text-sm outline-offset-4">
            {said}
          </p>
        }
      >
        {zone.isPending && <Skeleton className="m-5 h-24" />}
        {zone.isError && !zone.data && <p className="p-5 text-bad">{zone.error.message}</p>}
        {zone.data?.length === 0 && <p className="p-5 text-ink-soft">The zone is empty. Add a record above.</p>}
        {shown.length > 0 && (
          <table className="block w-full text-left md:table">
            <thead className="hidden border-line border-b text-ink-soft text-sm md:table-header-group">
              <tr>
                {["Name", "Type", "Value", "TTL", "Delete"].map((head) => (
                  <th key={head} scope="col" className="px-3 py-2 font-normal first:pl-5 last:pr-5 last:text-right">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="block divide-y divide-line md:table-row-group">
              {shown.map((record) => (
                <tr
                  key={`${record.name} ${record.type} ${record.value}`}
                  className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 px-4 py-2 md:table-row md:p-0"
                >
                  <td className="col-span-2 font-mono text-[13px] [overflow-wrap:anywhere] md:px-3 md:py-1.5 md:pl-5">
                    {record.name}
                  </td>
                  <td className="row-start-2 font-medium font-mono text-[13px] md:px-3">{record.type}</td>
                  <td className="row-start-2 font-mono text-[13px] [overflow-wrap:anywhere] md:px-3">{record.value}</td>
                  <td className="row-start-2 whitespace-nowrap text-ink-soft text-sm tabular-nums md:px-3">
                    {record.ttl} s
                  </td>
                  <td className="col-start-3 row-start-1 text-right md:pr-5 md:pl-3">
                    <button
                      type="button"
                      onClick={() => remove.mutate(record)}
                      aria-label={`Delete ${record.type} ${record.name}`}
                      className="inline-flex size-11 items-center justify-center rounded-md text-ink-soft hover:bg-bad-soft hover:text-bad sm:size-9"
                    >
                      <Trash2 aria-hidden className="size-4" />
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {(zone.data?.length ?? 0) > maxShown && (
          <p className="border-line border-t px-5 py-3 text-ink-soft">
            The first {maxShown} of {zone.data?.length} records are shown.
          </p>
        )}
      </Section>
    </div>
  );
}

function sorted(records: readonly ZoneRecord[]): ZoneRecord[] {
  const keyOf = ({ name, type }: ZoneRecord) => `${name.split(".").reverse().join(".")} ${type}`;
  return records.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

const empty = { name: "", type: "TXT", value: "", ttl: "60" };

function AddRecord({ onAdded }: { onAdded: (text: string) => void }) {
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(empty);
  const typeId = useId();
  const add = useMutation({
    mutationFn: publishZoneRecord,
    onSuccess: async (_, record) => {
      setDraft({ ...empty, type: draft.type });
      onAdded(`Added ${record.type} ${record.name}.`);
      await client.invalidateQueries({ queryKey: ["sandbox"] });
    },
    onError: (error) => {
      const field = form.current?.elements.namedItem(paramOf(error) ?? "name");
      if (field instanceof HTMLElement) field.focus();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (add.isPending) return;
    const { name, type, value, ttl } = draft;
    add.mutate({ name: name.trim(), type, value: value.trim(), ...(ttl.trim() === "" ? {} : { ttl: Number(ttl) }) });
  }

  const set = (field: keyof typeof empty) => (value: string) => {
    setDraft({ ...draft, [field]: value });
    if (add.isError) add.reset();
  };
  const problem = (field: string) =>
    add.isError && (paramOf(add.error) ?? "name") === field ? add.error.message : null;

  return (
    <form ref={form} onSubmit={submit} noValidate className="rounded-xl border border-line bg-card p-4 sm:p-5">
      <div className="grid items-start gap-3 md:grid-cols-[minmax(0,1.2fr)_7rem_minmax(0,1.5fr)_5.5rem_auto]">
        <Field
          label="Name"
          name="name"
          placeholder="shop.acme.test"
          value={draft.name}
          onValue={set("name")}
          problem={problem("name")}
        />
        <div className="grid gap-1">
          <label htmlFor={typeId} className="font-medium text-sm">
            Type
          </label>
          <select
            id={typeId}
            name="type"
            value={draft.type}
            onChange={(event) => set("type")(event.target.value)}
            className={control}
            aria-invalid={problem("type") !== null}
            aria-describedby={`${typeId}-problem`}
          >
            {types.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
          <p id={`${typeId}-problem`} aria-live="polite" className="text-bad text-sm">
            {problem("type")}
          </p>
        </div>
        <Field label="Value" name="value" value={draft.value} onValue={set("value")} problem={problem("value")} />
        <Field
          label="TTL (s)"
          name="ttl"
          inputMode="numeric"
          value={draft.ttl}
          onValue={set("ttl")}
          problem={problem("ttl")}
        />
        <Button type="submit" busy={add.isPending} className="md:mt-6">
          <Plus aria-hidden className="size-4" />
          Add
        </Button>
      </div>
    </form>
  );
}

function paramOf(error: Error): string | null {
  return error instanceof ApiError ? error.param : null;
}

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> & {
  label: string;
  onValue: (value: string) => void;
  problem: string | null;
};

function Field({ label, onValue, problem, ...rest }: FieldProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        maxLength={4_096}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem`}
        onChange={(event) => onValue(event.target.value)}
        className={`${control} placeholder:text-ink-soft`}
      />
      <p id={`${id}-problem`} aria-live="polite" className="text-bad text-sm">
        {problem}
      </p>
    </div>
  );
}
