import { z } from "zod";
import type { ServerAnswer } from "@/components/connection-facts/server-answers";
import { ApiError } from "@/lib/api/client";
import type { ConnectionState } from "@/lib/connections/machine";
import type { ConnectionResource, RecordsCheckResource } from "@/lib/connections/schema";

/** What a check said, in words. `of`: the state in which it was asked for. */
export type CheckReport = {
  tone: "good" | "waiting" | "bad";
  text: string;
  /** What each nameserver answered, where the words alone do not say it. */
  servers: ServerAnswer[];
  of?: ConnectionState;
};

/** What is being asked while a check runs. */
export function questionOf({
  hostname,
  registrableDomain: zone,
  ownership,
  ownershipChallenge,
  desiredRecords,
}: ConnectionResource): string {
  if (ownership !== "ok") return `Asking every nameserver of ${zone} for the TXT record at ${ownershipChallenge.name}…`;
  const types = [...new Set(desiredRecords.map(({ type }) => type))].join(", ");
  return `Asking every nameserver of ${zone} for the records (${types}) at ${hostname}…`;
}

export function recordsReport({ records }: RecordsCheckResource): CheckReport {
  const right = records.filter(({ propagated }) => propagated).length;
  const silent = records.filter(({ propagated }) => propagated === null).length;
  if (right === records.length) {
    return {
      tone: "good",
      text: right === 1 ? "The record is right." : `All ${right} records are right.`,
      servers: [],
    };
  }
  const wrong = records
    .filter(({ propagated }) => propagated === false)
    .map(
      ({ host, type, observedValue }) =>
        `${type} ${host} ${observedValue === null ? "is not there" : `is ${observedValue}`}`,
    );
  const rest = silent > 0 ? ` ${silent === 1 ? "One" : silent} could not be asked for: no nameserver answered.` : "";
  const first = wrong.length === 0 ? "" : ` ${wrong.join("; ")}.`;
  return { tone: "waiting", text: `${right} of ${records.length} records right so far.${first}${rest}`, servers: [] };
}

const maxServers = 64;
const seenSchema = z.object({
  values: z.array(z.string()).catch([]),
  servers: z
    .array(
      z.object({
        server: z.string(),
        address: z.string(),
        kind: z.string(),
        reason: z.string().nullable().catch(null),
        values: z.array(z.string()).catch([]),
      }),
    )
    .catch([]),
});

/** Of the look for the proof: null where it is there, else the API's refusal, which says what was seen instead. */
export function ownershipReport(refusal: unknown): CheckReport {
  if (refusal === null) {
    return { tone: "good", text: "The TXT record is right on every nameserver. Ownership is proven.", servers: [] };
  }
  if (!(refusal instanceof ApiError)) throw refusal;
  if (refusal.code !== "ownership_not_found") return { tone: "bad", text: refusal.message, servers: [] };
  const { values, servers } = seenSchema.catch({ values: [], servers: [] }).parse(refusal.details);
  const advice =
    values.length > 0 ? "" : " If you have just published it, give the provider a minute; we keep looking.";
  return { tone: "waiting", text: `${refusal.message}${advice}`, servers: servers.slice(0, maxServers) };
}
