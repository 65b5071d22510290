import type { ExchangeOutcome } from "@/lib/dns/exchange";
import type { LookUp } from "@/lib/dns/look-up";
import { mayAsk, type ParentZones, type ParentZonesOptions } from "@/lib/dns/parent-zones";
import { isWeak, readReply } from "@/lib/dns/read-reply";
import type { ResourceRecord } from "@/lib/dns/records";

/** One address of a nameserver that the parent lists, and whether it serves the zone. `address` null: it has none. */
export type ReferredServer = {
  name: string;
  address: string | null;
  kind: "ok" | "lame" | "refused" | "servfail" | "timeout" | "no_address" | "blocked" | "overload" | "broken";
};

/** What the parent zone says. `delegated`: it lists `servers`; `unreachable`: none of its servers answered. */
export type Referral = {
  zone: string;
  parent: string | null;
  kind: "delegated" | "not_delegated" | "nxdomain" | "unreachable";
  servers: ReferredServer[];
};

const maxNames = 8;
const maxAddresses = 12;

/**
 * Queries the servers of the parent zone, as a resolver does (RFC 1034, section 5.3.3), because a resolver that cannot use a
 * delegation does not show it. Then queries each listed nameserver for the zone's SOA. At most about 40 questions.
 */
export async function findReferral(
  options: ParentZonesOptions,
  parents: ParentZones,
  zone: string,
  lookUp: LookUp,
): Promise<Referral> {
  const { parent, kind, names, glue } = await parents.ask(zone, lookUp);
  const listed = names.slice(0, maxNames);
  const servers = await Promise.all(listed.map((name) => examine(options, name, glue, zone, lookUp)));
  return {
    zone,
    parent,
    kind: kind === "held" ? "delegated" : kind,
    servers: servers.flat().slice(0, maxAddresses),
  };
}

async function examine(
  options: ParentZonesOptions,
  name: string,
  glue: readonly ResourceRecord[],
  zone: string,
  lookUp: LookUp,
): Promise<ReferredServer[]> {
  // A nameserver inside a broken zone is known by its glue alone.
  const known = glue.filter((record) => record.name === name).map(({ value }) => value);
  const addresses = known.length > 0 ? known : await findAddresses(options, name, lookUp);
  if (addresses.length === 0) return [{ name, address: null, kind: "no_address" }];
  return Promise.all(
    addresses.slice(0, 2).map(async (address): Promise<ReferredServer> => {
      if (!mayAsk(options, address)) return { name, address, kind: "blocked" };
      return { name, address, kind: classify(await askServer(options, address, zone, "SOA", lookUp), zone) };
    }),
  );
}

function classify(outcome: ExchangeOutcome, zone: string): ReferredServer["kind"] {
  if (outcome.kind === "failed") {
    const { reason } = outcome;
    return reason === "timeout" || reason === "overload" ? reason : "broken";
  }
  const reply = readReply(outcome.message, zone, zone, "SOA");
  if (isWeak(outcome.message)) return "lame";
  if (reply.kind !== "fault") return reply.kind === "nxdomain" ? "lame" : "ok";
  return reply.reason === "refused" || reply.reason === "lame" || reply.reason === "servfail" ? reply.reason : "broken";
}

async function findAddresses(options: ParentZonesOptions, name: string, lookUp: LookUp): Promise<string[]> {
  const unchecked = { checkingDisabled: true };
  const answers = await Promise.all(["A", "AAAA"].map((type) => options.ask(name, type, lookUp, unchecked)));
  const records = answers.flatMap((answer) => (answer.kind === "failed" ? [] : answer.message.answers));
  return records.filter(({ type }) => type === "A" || type === "AAAA").map(({ value }) => value);
}

function askServer(options: ParentZonesOptions, address: string, name: string, type: string, lookUp: LookUp) {
  const question = { name, type, recursionDesired: false };
  return options.exchange.ask({ address, port: options.authoritativePort }, question, lookUp);
}
