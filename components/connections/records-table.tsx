"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { relativeHost } from "@/components/connections/relative-host";
import { PublishInSandbox } from "@/components/sandbox/publish-in-sandbox";
import { zoneQuery } from "@/components/sandbox/zone-query";
import { CopyButton } from "@/components/ui/copy-button";
import { Badge } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { ConnectionResource } from "@/lib/connections/schema";

type Row = {
  purpose: string;
  host: string;
  type: string;
  value: string;
  ttl: number;
  propagated: boolean | null;
  observedValue: string | null;
};

const challengeTtlSeconds = 300;

/** The records to publish, each desired value beside what is seen at the zone's own nameservers. */
export function RecordsTable({ connection, seenTxt }: { connection: ConnectionResource; seenTxt: string[] | null }) {
  const open = connection.state !== "archived" && connection.state !== "failed";
  const zoneRecords = useQuery({ ...zoneQuery, enabled: open });
  const { zone } = relativeHost(connection.hostname);
  const rows = rowsOf(connection, seenTxt);
  return (
    <Section
      title="Records to publish"
      aside={
        <p className="text-ink-soft text-sm">
          in the DNS of <span className="font-mono text-ink">{zone}</span>
        </p>
      }
    >
      <table className="block w-full text-left lg:table lg:table-fixed">
        <thead className="hidden border-line border-b text-ink-soft text-sm lg:table-header-group">
          <tr>
            <Head width="w-32">Type</Head>
            <Head>Host</Head>
            <Head>Value</Head>
            <Head width="w-40">Seen</Head>
            <Head width="w-44">
              <span className="sr-only">Sandbox</span>
            </Head>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line lg:table-row-group">
          {rows.map((row) => (
            <tr
              key={`${row.host} ${row.type} ${row.value}`}
              className="grid gap-3 px-4 py-4 sm:px-5 lg:table-row lg:p-0"
            >
              <Cell label="Type">
                <span className="font-medium font-mono">{row.type}</span>
                <span className="ml-3 text-ink-soft text-sm lg:ml-0 lg:block">{row.purpose}</span>
              </Cell>
              <Cell label="Host">
                <Copyable text={relativeHost(row.host).relative} label={`the host of the ${row.type} record`} strong />
                <Copyable text={row.host} label={`the full host name of the ${row.type} record`} />
              </Cell>
              <Cell label="Value">
                <Copyable text={row.value} label={`the value of the ${row.type} record`} strong />
                <span className="text-ink-soft text-sm">TTL {row.ttl} s, or the form's own</span>
              </Cell>
              <Cell label="Seen">
                <Mark row={row} />
              </Cell>
              <Cell label="">{open && <PublishInSandbox record={row} zone={zoneRecords.data} />}</Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function rowsOf(connection: ConnectionResource, seenTxt: string[] | null): Row[] {
  const { name, type, value } = connection.ownershipChallenge;
  const challenge: Row = {
    purpose: "proves ownership",
    host: name,
    type,
    value,
    ttl: challengeTtlSeconds,
    propagated: connection.ownership === "ok" ? true : connection.ownership === "unknown" ? null : false,
    observedValue: seenTxt === null || seenTxt.length === 0 ? null : seenTxt.join(", "),
  };
  return [challenge, ...connection.observedRecords.map((record) => ({ ...record, purpose: "leads here" }))];
}

function Mark({ row }: { row: Row }) {
  const differs = row.observedValue !== null && row.observedValue !== row.value && row.propagated !== true;
  return (
    <div className="grid justify-items-start gap-1">
      {row.propagated === true ? (
        <Badge tone="good" icon={CircleCheck}>
          Right
        </Badge>
      ) : differs ? (
        <Badge tone="bad" icon={CircleX}>
          Other value
        </Badge>
      ) : (
        <Badge tone="quiet" icon={CircleDashed}>
          {row.propagated === null ? "Not looked at yet" : "Not seen yet"}
        </Badge>
      )}
      {differs && <span className="font-mono text-sm [overflow-wrap:anywhere]">{row.observedValue}</span>}
    </div>
  );
}

function Head({ width = "", children }: { width?: string; children: ReactNode }) {
  return (
    <th scope="col" className={`px-3 py-2 font-normal first:pl-5 last:pr-5 ${width}`}>
      {children}
    </th>
  );
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td className="block min-w-0 lg:table-cell lg:px-3 lg:py-3 lg:align-top lg:last:pr-5 lg:first:pl-5">
      {label !== "" && (
        <span aria-hidden className="block text-ink-soft text-sm lg:hidden">
          {label}
        </span>
      )}
      {children}
    </td>
  );
}

function Copyable({ text, label, strong = false }: { text: string; label: string; strong?: boolean }) {
  return (
    <span className="flex items-center gap-1">
      <span
        className={`min-w-0 font-mono text-[13px] leading-5 [overflow-wrap:anywhere] ${strong ? "" : "text-ink-soft"}`}
      >
        {text}
      </span>
      <CopyButton text={text} label={label} />
    </span>
  );
}
