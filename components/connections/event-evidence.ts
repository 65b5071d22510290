import type { EventResource } from "@/lib/connections/schema";
import { looseDate, looseFields, looseList, looseText, looseTexts } from "@/lib/kernel/read-loose";

/** One record of the evidence. `wanted`: the expected value. `seen` null: nothing was published. */
export type SeenRecord = {
  host: string;
  type: string;
  wanted: string;
  seen: string | null;
  kind: RecordKind;
  /** The nameservers with another value. */
  servers: string[];
};

type RecordKind = "match" | "missing" | "conflict" | "unreachable";

/** The evidence of an event, parsed for display. */
export type EventEvidence = {
  from: string | null;
  to: string | null;
  errorCode: string | null;
  recipient: string | null;
  records: SeenRecord[];
  /** When it was first seen; null: at the event. */
  since: Date | null;
  /** Hostnames or addresses through which visitors reach us although the records differ. */
  reachedThrough: string[];
  /** The TXT record on the nameservers; null: the event is not about it. */
  txt: { kind: string; otherValues: string[]; agreeing: string[]; disagreeing: string[] } | null;
  certificate: { issuer: string | null; serial: string | null; notAfter: Date | null; error: string | null } | null;
};

const maxText = 4_000;
const maxTexts = 200;
const maxRecords = 100;
const kinds = ["match", "missing", "conflict", "unreachable"] as const;

const textOf = (value: unknown) => looseText(value, maxText);
const textsOf = (value: unknown) => looseTexts(value, maxTexts).filter((text) => text.length <= maxText);

/** Reads an event's data leniently: fields that another version wrote differently are left out. */
export function eventEvidence({ data }: Pick<EventResource, "data">): EventEvidence {
  const hasEvidence = typeof data.evidence === "object" && data.evidence !== null;
  const evidence = looseFields(data.evidence);
  const kind = textOf(evidence.kind);
  const shown = hasEvidence ? evidence : data;
  const certificate = {
    issuer: textOf(shown.issuer),
    serial: textOf(shown.serial),
    notAfter: looseDate(shown.notAfter),
    error: textOf(shown.error),
  };
  return {
    from: textOf(data.from),
    to: textOf(data.to),
    errorCode: textOf(data.errorCode),
    recipient: textOf(data.recipient),
    records: looseList(evidence.records, maxRecords).map(looseFields).flatMap(recordIn),
    since: looseDate(evidence.since),
    reachedThrough: textsOf(evidence.reachedThrough),
    txt:
      kind === null
        ? null
        : {
            kind,
            otherValues: textsOf(evidence.otherValues),
            agreeing: textsOf(evidence.agreeing),
            disagreeing: textsOf(evidence.disagreeing),
          },
    certificate: certificate.serial !== null || certificate.error !== null ? certificate : null,
  };
}

function recordIn(record: Record<string, unknown>): SeenRecord[] {
  const [host, type, wanted] = [textOf(record.host), textOf(record.type), textOf(record.wanted)];
  const kind = kinds.find((known) => known === record.kind);
  if (host === null || type === null || wanted === null || kind === undefined) return [];
  return [{ host, type, wanted, kind, seen: textOf(record.observedValue), servers: textsOf(record.servers) }];
}
