import type { ServerAnswer } from "@/components/connection-facts/server-answers";
import { ApiError } from "@/lib/api/client";
import type { ConnectionState } from "@/lib/connections/machine";
import type { ConnectionResource, RecordsCheckResource } from "@/lib/connections/schema";
import { looseFields, looseList, looseText, looseTexts } from "@/lib/kernel/read-loose";

/** The result of a check, in words. `of`: the state in which it was requested. */
export type CheckReport = {
  tone: "good" | "waiting" | "bad";
  text: string;
  /** Each nameserver's answer, where the text does not say it. */
  servers: ServerAnswer[];
  of?: ConnectionState;
};

/** What is queried while a check runs. */
export function questionOf(connection: ConnectionResource): string {
  const { hostname, registrableDomain: zone, ownershipChallenge, desiredRecords } = connection;
  if (awaitsProof(connection))
    return `Querying every nameserver of ${zone} for the TXT record at ${ownershipChallenge.name}…`;
  const types = [...new Set(desiredRecords.map(({ type }) => type))].join(", ");
  return `Querying every nameserver of ${zone} for the records (${types}) at ${hostname}…`;
}

/** While a limit delays the proof, the record is right already, and still the proof is what a check is about. */
export function awaitsProof({ ownership, state }: Pick<ConnectionResource, "ownership" | "state">): boolean {
  return ownership !== "ok" || state === "verifying";
}

export function recordsReport({ records }: RecordsCheckResource): CheckReport {
  const right = records.filter(({ propagated }) => propagated).length;
  const silent = records.filter(({ propagated }) => propagated === null).length;
  if (right === records.length) {
    return {
      tone: "good",
      text: right === 1 ? "The record is correct." : `All ${right} records are correct.`,
      servers: [],
    };
  }
  const wrong = records
    .filter(({ propagated }) => propagated === false)
    .map(
      ({ host, type, observedValue }) =>
        `${type} ${host} ${observedValue === null ? "is not there" : `is ${observedValue}`}`,
    );
  const rest = silent > 0 ? ` ${silent === 1 ? "One" : silent} could not be checked: no nameserver answered.` : "";
  const first = wrong.length === 0 ? "" : ` ${wrong.join("; ")}.`;
  return { tone: "waiting", text: `${right} of ${records.length} records correct so far.${first}${rest}`, servers: [] };
}

const maxServers = 64;
/** The answers of nameservers in a refusal, as far as they are what we know. */
function serversIn(value: unknown): ServerAnswer[] {
  return looseList(value)
    .map(looseFields)
    .flatMap(({ server, address, kind, reason, values }) =>
      typeof server === "string" && typeof address === "string" && typeof kind === "string"
        ? [{ server, address, kind, reason: looseText(reason), values: looseTexts(values) }]
        : [],
    );
}

/** Nothing was checked. A limit is no fault: the background checks go on. */
export function failureReport(error: Error): CheckReport {
  if (!(error instanceof ApiError)) return { tone: "bad", text: error.message, servers: [] };
  if (error.details.contest === "running" || error.details.contest === "blocked") {
    return { tone: "waiting", text: error.message, servers: [] };
  }
  if (error.code === "QuotaExceeded") return { tone: "waiting", text: error.message, servers: [] };
  return error.code === "rate_limited"
    ? { tone: "waiting", text: `${error.message} We keep checking in the background.`, servers: [] }
    : { tone: "bad", text: error.message, servers: [] };
}

/** `refusal`: null once ownership is verified, else the error of the API, with what was seen instead. */
export function ownershipReport(refusal: unknown): CheckReport {
  if (refusal === null) {
    return { tone: "good", text: "The TXT record is correct on every nameserver. Ownership is verified.", servers: [] };
  }
  if (!(refusal instanceof ApiError)) throw refusal;
  if (refusal.code !== "ownership_not_found") return failureReport(refusal);
  const servers = serversIn(refusal.details.servers);
  const advice =
    looseTexts(refusal.details.values).length > 0
      ? ""
      : " If you have just published it, give the provider a minute; we keep checking.";
  return { tone: "waiting", text: `${refusal.message}${advice}`, servers: servers.slice(0, maxServers) };
}
