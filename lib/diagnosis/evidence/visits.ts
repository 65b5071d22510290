import { isOver } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { cdns, type KnownNetwork } from "@/lib/diagnosis/evidence/known-networks";
import { isOurs } from "@/lib/diagnosis/evidence/read-evidence";
import { findNetwork } from "@/lib/diagnosis/evidence/web-records";
import { type Arrival, judgeAddress } from "@/lib/edge/judge-reach";
import type { AddressReach, Visit } from "@/lib/platform/ports/edge";

/** Reads evidence about what visitors get. All pure. */

/** The addresses behind which our edge answers and visitors get this, while the connection is to be served. */
export function addressesWith({ reach, connection }: Evidence, arrivals: readonly Arrival[]): AddressReach[] {
  if (connection !== null && isOver(connection.state)) return [];
  return reach.filter((one) => one.proven && arrivals.includes(judgeAddress(one)));
}

/** The proxies among them. */
export function proxiesWith(evidence: Evidence, arrivals: readonly Arrival[]): AddressReach[] {
  return addressesWith(evidence, arrivals).filter(({ address }) => !isOurs(evidence, address));
}

/** What visitors are sent to before us, by its network, or by the name that it gives to itself. */
export function proxyOf(evidence: Evidence, reach: AddressReach): { name: string; network: KnownNetwork | null } {
  const network = findNetwork(evidence, cdns);
  if (network !== null) return { name: network.name, network };
  const servers = [reach.visits.https, reach.visits.http].flatMap(
    (visit) => visit?.steps.map(({ server }) => server) ?? [],
  );
  const named = cdns.find(({ name }) =>
    [...servers, reach.http.server].some((server) => server?.toLowerCase() === name.toLowerCase()),
  );
  return { name: named?.name ?? `the server at ${reach.address}`, network: named ?? null };
}

/** Each answer of the visits that were made there, and how they ended. */
export function visitFacts({ address, visits }: AddressReach): string[] {
  return [visits.https, visits.http].flatMap((visit) => (visit === null ? [] : factsOf(address, visit)));
}

const maxStepsShown = 4;

function factsOf(address: string, { steps, end, failure }: Visit): string[] {
  const shown = steps.slice(0, maxStepsShown).map(({ url, status, location, server, proven }) => {
    const to = location === null ? "" : ` to ${location.slice(0, 120)}`;
    const by = server === null ? "" : `, Server: ${server}`;
    return `${address}: ${url.slice(0, 120)} answers ${status}${to}${by}${proven ? ", through our edge" : ""}`;
  });
  if (end === "loop") shown.push(`${address}: the redirects do not end`);
  if (failure !== null) shown.push(`${address}: no answer (${failure.reason})`);
  return shown;
}
