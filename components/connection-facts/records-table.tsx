"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleCheck, CircleDashed, CircleX, ExternalLink, type LucideIcon, WifiOff } from "lucide-react";
import { Fragment, type ReactNode, useId, useState } from "react";
import { dnsHomeOf, formRecord } from "@/components/connection-facts/form-record";
import { ServerAnswers } from "@/components/connection-facts/server-answers";
import { PublishInSandbox } from "@/components/sandbox/publish-in-sandbox";
import { zoneQuery } from "@/components/sandbox/zone-query";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import type { Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import type { RecordRow, RecordStatus } from "@/lib/diagnosis/instructions/record-rows";

const styles: Record<RecordStatus, { label: string; tone: Tone; icon: LucideIcon }> = {
  right: { label: "Correct", tone: "good", icon: CircleCheck },
  other: { label: "Other value", tone: "bad", icon: CircleX },
  missing: { label: "Not seen yet", tone: "waiting", icon: CircleDashed },
  gone: { label: "Gone", tone: "bad", icon: CircleX },
  silent: { label: "No answer", tone: "waiting", icon: WifiOff },
  unchecked: { label: "Not checked yet", tone: "quiet", icon: CircleDashed },
};

/**
 * The records to publish, each desired value beside what the zone's nameservers answer. `publishable`: a click publishes a
 * record in the sandbox.
 */
export function RecordsTable({
  title = "Records to publish",
  zone,
  provider,
  rows,
  publishable = false,
  actions,
}: {
  title?: string;
  /** The domain whose DNS is managed. */
  zone: string;
  provider: string | null;
  rows: readonly RecordRow[];
  publishable?: boolean;
  actions?: ReactNode;
}) {
  const zoneRecords = useQuery({ ...zoneQuery, enabled: publishable });
  const home = dnsHomeOf(provider, zone);
  return (
    <Section
      title={title}
      description={
        <>
          in the DNS of <span className="font-mono text-ink">{zone}</span>
          {home && ` at ${home.provider.name}`}
        </>
      }
      aside={actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    >
      {home && (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-1 border-line border-b px-4 py-2 text-sm sm:px-5">
          <a
            href={home.url}
            target="_blank"
            rel="noreferrer"
            className="control-small inline-flex items-center gap-1.5 font-medium text-accent underline-offset-4 hover:underline"
          >
            Open the DNS page of {home.provider.name}
            <ExternalLink aria-hidden className="size-3.5" />
            <span className="sr-only">(in a new tab)</span>
          </a>
          {home.provider.notes && <p className="text-ink-soft">{home.provider.notes}</p>}
        </div>
      )}
      <table className="block w-full text-left lg:table lg:table-fixed">
        <thead className="hidden border-line border-b text-ink-soft text-sm lg:table-header-group">
          <tr>
            <Head width="w-30">Type</Head>
            <Head>Host</Head>
            <Head>Value</Head>
            <Head width="w-48">Seen</Head>
            {publishable && (
              <Head width="w-38">
                <span className="block text-right">In the sandbox</span>
              </Head>
            )}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line lg:table-row-group">
          {rows.map((row) => (
            <Row
              key={`${row.host} ${row.type} ${row.value}`}
              row={row}
              zone={zone}
              provider={home?.provider ?? null}
              columns={publishable ? 5 : 4}
            >
              {publishable && (
                <Cell label="">
                  <PublishInSandbox record={row} zone={zoneRecords.data} />
                </Cell>
              )}
            </Row>
          ))}
        </tbody>
      </table>
      <p className="border-line border-t px-4 py-3 text-ink-soft text-sm sm:px-5">
        The buttons copy what DNS forms expect: the host relative to {zone}, and values without quotes or a trailing
        dot. For the TTL, use what the form suggests.
      </p>
    </Section>
  );
}

type RowProps = {
  row: RecordRow;
  zone: string;
  provider: Parameters<typeof formRecord>[2];
  columns: number;
  children: ReactNode;
};

function Row({ row, zone, provider, columns, children }: RowProps) {
  const [open, setOpen] = useState(false);
  const detailsId = useId();
  const { host, fullHost, value } = formRecord(row, zone, provider);
  return (
    <Fragment>
      <tr className={`grid gap-3 px-4 py-4 sm:px-5 lg:table-row lg:p-0 ${open ? "border-b-0!" : ""}`}>
        <Cell label="Type">
          <span className="font-medium font-mono">{row.type}</span>
          <span className="ml-3 text-ink-soft text-sm lg:ml-0 lg:block">{row.purpose}</span>
        </Cell>
        <Cell label="Host">
          <Copyable text={host} label={`the host of the ${row.name} record`} strong />
          {host !== fullHost && <Copyable text={fullHost} label={`the full host name of the ${row.name} record`} />}
        </Cell>
        <Cell label="Value">
          <Copyable text={value} label={`the value of the ${row.name} record`} strong />
          <span className="text-ink-soft text-sm">TTL {row.ttl} s</span>
        </Cell>
        <Cell label="Seen">
          <Seen row={row} />
          {row.servers.length > 0 && (
            <button
              type="button"
              aria-expanded={open}
              aria-controls={detailsId}
              onClick={() => setOpen(!open)}
              className="control-small inline-flex items-center gap-1 rounded-md text-ink-soft text-sm hover:text-ink"
            >
              <ChevronRight
                aria-hidden
                className={`size-4 motion-safe:transition-transform ${open ? "rotate-90" : ""}`}
              />
              Per nameserver
              <span className="sr-only">, the {row.name} record</span>
            </button>
          )}
        </Cell>
        {children}
      </tr>
      {open && (
        <tr className="block lg:table-row">
          <td id={detailsId} colSpan={columns} className="block px-4 pb-4 sm:px-5 lg:table-cell">
            <ServerAnswers answers={row.servers} expected={row.value} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Seen({ row }: { row: RecordRow }) {
  const { label, tone, icon } = styles[row.status];
  return (
    <div className="grid justify-items-start gap-1">
      <Badge tone={tone} icon={icon}>
        {label}
      </Badge>
      {row.status === "other" && row.seen !== null && (
        <span className="font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">{row.seen}</span>
      )}
      {row.seenAt && (
        <span className="text-ink-soft text-sm">
          checked <RelativeTime date={row.seenAt} />
        </span>
      )}
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
        {text.split(/(?<=[.])/).map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name never change places
          <Fragment key={index}>
            {index > 0 && <wbr />}
            {part}
          </Fragment>
        ))}
      </span>
      <CopyButton text={text} label={label} />
    </span>
  );
}
