"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { publishZoneRecord, removeZoneRecord, type ZoneRecord, zoneQuery } from "@/components/sandbox/zone-query";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { TextInput } from "@/components/ui/text-input";
import { useForm } from "@/components/ui/use-form";
import { maxSandboxName, maxSandboxValue } from "@/lib/dns/sandbox/policy";

const types = ["TXT", "CNAME", "A", "AAAA", "CAA", "MX", "NS"].map((type) => ({ value: type, label: type }));
const maxShown = 500;

/** The zone of the sandbox's DNS server: what customers would edit. `example`: a hostname that the visitor may connect. */
export function ZoneEditor({ dnsPort, example }: { dnsPort: number; example: string }) {
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
        actions={
          <ButtonLink href="/sandbox/widget" variant="plain">
            Try the widget
          </ButtonLink>
        }
        description={
          <>
            The sandbox acts as your customers' DNS provider. These records are served over real DNS immediately:{" "}
            <code className="whitespace-nowrap font-mono text-sm">
              dig @127.0.0.1 -p {dnsPort} {example}
            </code>
          </>
        }
      />
      <AddRecord onAdded={setSaid} example={example} />
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

function AddRecord({ onAdded, example }: { onAdded: (text: string) => void; example: string }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState(empty);
  const form = useForm(async () => {
    const { name, type, value, ttl } = draft;
    const record = { name: name.trim(), type, value: value.trim() };
    await publishZoneRecord({ ...record, ...(ttl.trim() === "" ? {} : { ttl: Number(ttl) }) });
    setDraft({ ...empty, type });
    onAdded(`Added ${type} ${record.name}.`);
    await client.invalidateQueries({ queryKey: ["sandbox"] });
  });

  function set(name: keyof typeof empty, value: string) {
    setDraft({ ...draft, [name]: value });
    form.clear([name]);
  }

  const text = (name: "name" | "value" | "ttl") => ({
    name,
    mono: true,
    autoCapitalize: "none",
    autoComplete: "off",
    spellCheck: false,
    value: draft[name],
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
  });

  return (
    <Form form={form} className="rounded-xl border border-line bg-card p-4 sm:p-5">
      <div className="grid items-start gap-3 md:grid-cols-[minmax(0,1.2fr)_7rem_minmax(0,1.5fr)_5.5rem_auto]">
        <Field label="Name" error={form.errorAt("name")}>
          <TextInput {...text("name")} placeholder={example} maxLength={maxSandboxName} />
        </Field>
        <Field label="Type" error={form.errorAt("type")}>
          <Select name="type" options={types} value={draft.type} onValueChange={(type) => set("type", type)} />
        </Field>
        <Field label="Value" error={form.errorAt("value")}>
          <TextInput {...text("value")} maxLength={maxSandboxValue} />
        </Field>
        <Field label="TTL (s)" error={form.errorAt("ttl")}>
          <TextInput {...text("ttl")} inputMode="numeric" />
        </Field>
        <Button type="submit" busy={form.busy} className="md:mt-6.5">
          <Plus aria-hidden className="size-4" />
          Add
        </Button>
      </div>
    </Form>
  );
}
