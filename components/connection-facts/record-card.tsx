"use client";

import { ChevronRight, CircleCheck, CircleDashed, CircleX, type LucideIcon, Trash2, WifiOff } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { formRecord } from "@/components/connection-facts/form-record";
import { MarkedText } from "@/components/connection-facts/marked-text";
import { type FormFields, RecordFields } from "@/components/connection-facts/record-fields";
import { ServerAnswers } from "@/components/connection-facts/server-answers";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SteadyBox } from "@/components/ui/steady-box";
import type { Step } from "@/lib/diagnosis/instructions/instructions";
import type { RecordRow, RecordStatus } from "@/lib/diagnosis/instructions/record-rows";
import { markDifference } from "@/lib/dns/mark-difference";
import type { Provider } from "@/lib/dns/providers/catalog";

type CardStatus = RecordStatus | "delete";

const styles: Record<CardStatus, { label: string; tone: Tone; icon: LucideIcon; seen: string }> = {
  right: { label: "Correct", tone: "good", icon: CircleCheck, seen: "The nameservers have this record." },
  other: { label: "Other value", tone: "bad", icon: CircleX, seen: "" },
  missing: { label: "Not seen yet", tone: "waiting", icon: CircleDashed, seen: "Nothing is published here yet." },
  gone: { label: "Gone", tone: "bad", icon: CircleX, seen: "Nothing is published here any more." },
  silent: { label: "No answer", tone: "waiting", icon: WifiOff, seen: "No nameserver answered the last check." },
  unchecked: {
    label: "Not checked yet",
    tone: "quiet",
    icon: CircleDashed,
    seen: "The nameservers are being queried.",
  },
  delete: { label: "To delete", tone: "bad", icon: Trash2, seen: "" },
};

/** The record of a card: a row of the connection, or a step of the instructions, which can be a deletion. */
type CardRecord =
  | {
      row: RecordRow;
      /** The domain whose DNS is managed. */
      zone: string;
      provider: Pick<Provider, "hostLabelStyle"> | null;
      step?: never;
    }
  | { step: Step; row?: never };

export type RecordCardProps = CardRecord & {
  /** Before the type: "1. Add". */
  title?: string;
  level?: 2 | 3;
  /** Without it: whatever is not right yet. */
  startsOpen?: boolean;
  /** Keeps its height while what is seen changes: for pages that follow the nameservers. */
  steady?: boolean;
  /** At the bottom: what one can do about the record. */
  actions?: ReactNode;
  /** The findings about it. In place of the sentence on what is seen. */
  children?: ReactNode;
};

/**
 * One record: the fields of a DNS form with what to copy, its status, what is seen in its place and on each nameserver.
 * What is right when the page opens is one line; afterwards only a click opens or closes it, so that nothing moves.
 */
export function RecordCard(props: RecordCardProps) {
  const { title, level = 3, startsOpen, steady = false, actions, children } = props;
  const { name, purpose, status, seen, seenAt, servers, fields } = factsOf(props);
  const [open, setOpen] = useState(startsOpen ?? status !== "right");
  const id = useId();
  const Heading = `h${level}` as const;
  const { label, tone, icon, seen: sentence } = styles[status];
  const found = hasContent(children);
  // Space for what is not known yet when the page opens.
  const [reserve] = useState(found || status === "right" ? "" : "min-h-52 sm:min-h-34");
  const body = (
    <div className="grid gap-2">
      {seen.length > 0 && status !== "right" && <Seen seen={seen} wanted={fields.value} />}
      {!found && sentence !== "" && <p className="text-ink-soft">{sentence}</p>}
      {children}
    </div>
  );
  return (
    <article aria-labelledby={id} className="min-w-0 rounded-xl border border-line bg-card shadow-lift-1">
      <div className="grid min-h-12 grid-cols-[minmax(0,1fr)_9.5rem] items-center gap-x-2 pr-2 pl-1 sm:pr-3 sm:pl-2">
        <Heading id={id} className="min-w-0">
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="control flex w-full items-center gap-1.5 rounded-lg px-1 text-left"
          >
            <ChevronRight
              aria-hidden
              className={`size-4 shrink-0 text-ink-soft motion-safe:transition-transform ${open ? "rotate-90" : ""}`}
            />
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <span className="font-semibold">
                {title} <span className="font-mono">{name}</span>
              </span>{" "}
              <span className="text-ink-soft text-sm">{purpose}</span>
              {!open && <span className="text-ink-soft text-sm max-sm:sr-only">, {fields[fields.recommended]}</span>}
            </span>
          </button>
        </Heading>
        <span>
          <Badge tone={tone} icon={icon}>
            {label}
          </Badge>
        </span>
      </div>
      {open && (
        <div className="grid gap-3 border-line border-t px-4 pt-3 pb-2 sm:px-5">
          <RecordFields name={name} fields={fields} />
          {steady ? (
            <SteadyBox reserve={reserve} more={`all about the ${name} record`}>
              {body}
            </SteadyBox>
          ) : (
            body
          )}
          <div className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto]">
            <details className={`group min-w-0 open:col-span-full ${servers.length === 0 ? "invisible" : ""}`}>
              <summary className="control-small inline-flex list-none items-center gap-1 rounded-md text-ink-soft text-sm hover:text-ink [&::-webkit-details-marker]:hidden">
                <ChevronRight aria-hidden className="size-4 group-open:rotate-90 motion-safe:transition-transform" />
                <span>
                  Per nameserver<span className="sr-only">, the {name} record</span>
                  {seenAt && (
                    <>
                      , checked <RelativeTime date={seenAt} />
                    </>
                  )}
                </span>
              </summary>
              <div className="py-2">
                <ServerAnswers answers={servers} expected={fields.value} />
              </div>
            </details>
            {actions}
          </div>
        </div>
      )}
    </article>
  );
}

/** Marks what differs where a value is nearly the wanted one. */
function Seen({ seen, wanted }: { seen: readonly string[]; wanted: string }) {
  return (
    <p className="[overflow-wrap:anywhere]">
      Published now:{" "}
      {seen.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what is published has no other name
        <span key={index}>
          {index > 0 && ", "}
          <MarkedText parts={markDifference(value, wanted)?.published ?? [{ text: value, differs: false }]} />
        </span>
      ))}
    </p>
  );
}

type CardFacts = Pick<RecordRow, "name" | "seenAt" | "servers"> & {
  purpose: string;
  status: CardStatus;
  seen: readonly string[];
  fields: FormFields;
};

function factsOf(record: CardRecord): CardFacts {
  if (record.step) {
    const { step } = record;
    const statuses = { todo: "missing", wrong: "other", done: "right" } as const;
    const status: CardStatus = step.action === "delete" && step.status !== "done" ? "delete" : statuses[step.status];
    const shared = { name: step.type, purpose: "", seenAt: null, servers: [], status };
    // What is to be deleted is what is seen.
    return {
      ...shared,
      seen: step.action === "delete" ? [] : step.seen,
      fields: { ...step, ttl: step.action === "delete" ? null : step.ttl },
    };
  }
  const { row, zone, provider } = record;
  const { host, fullHost, value } = formRecord(row, zone, null);
  return {
    ...row,
    seen: row.status === "other" && row.seen !== null ? row.seen.split(", ") : [],
    fields: {
      type: row.type,
      host,
      fullHost,
      recommended: provider?.hostLabelStyle === "fqdn" ? "fullHost" : "host",
      value,
      ttl: row.ttl,
    },
  };
}

function hasContent(children: ReactNode): boolean {
  return Array.isArray(children)
    ? children.some(hasContent)
    : children !== null && children !== undefined && children !== false;
}
