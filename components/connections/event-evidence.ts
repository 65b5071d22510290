import { z } from "zod";
import type { EventResource } from "@/lib/connections/schema";

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

const text = z.string().max(4_000);
const texts = z.array(text).max(200).catch([]);

const recordSchema = z.object({
  host: text,
  type: text,
  wanted: text,
  kind: z.enum(["match", "missing", "conflict", "unreachable"]),
  observedValue: text.nullable().catch(null),
  servers: texts,
});

const certificateSchema = z.object({
  issuer: text.nullable().catch(null),
  serial: text.nullable().catch(null),
  notAfter: z.coerce.date().nullable().catch(null),
  error: text.nullable().catch(null),
});

const dataSchema = z.object({
  from: text.nullable().catch(null),
  to: text.nullable().catch(null),
  errorCode: text.nullable().catch(null),
  /** Of a mail. */
  recipient: text.nullable().catch(null),
  evidence: z
    .object({
      kind: text.nullable().catch(null),
      otherValues: texts,
      agreeing: texts,
      disagreeing: texts,
      since: z.coerce.date().nullable().catch(null),
      reachedThrough: texts,
      records: z.array(recordSchema).max(100).catch([]),
    })
    .extend(certificateSchema.shape)
    .nullable()
    .catch(null),
});

/** Parses an event's data leniently: fields that another version wrote differently are left out. */
export function eventEvidence({ data }: Pick<EventResource, "data">): EventEvidence {
  const { evidence, ...moved } = dataSchema.parse(data);
  const certificate = certificateSchema.parse(evidence ?? data);
  const hasCertificate = certificate.serial !== null || certificate.error !== null;
  return {
    ...moved,
    records: (evidence?.records ?? []).map(({ observedValue, ...record }) => ({ ...record, seen: observedValue })),
    since: evidence?.since ?? null,
    reachedThrough: evidence?.reachedThrough ?? [],
    txt:
      evidence === null || evidence.kind === null
        ? null
        : {
            kind: evidence.kind,
            otherValues: evidence.otherValues,
            agreeing: evidence.agreeing,
            disagreeing: evidence.disagreeing,
          },
    certificate: hasCertificate ? certificate : null,
  };
}
