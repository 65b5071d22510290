import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { awaitsProof, knowsNothing, ownZone, serverLabel } from "@/lib/diagnosis/evidence/read-evidence";

/** The zone that `failuresOfZone` is about: a part of a working domain can have its own nameservers. */
export function failingZone(evidence: Evidence): string {
  const { answers, referral, subject } = evidence;
  const failing = failingName(evidence);
  const own = answers.find(({ name, zone }) => name === failing && zone !== null);
  const referred = referral?.kind === "delegated" ? referral.zone : null;
  return ownZone({ subject }, own?.zone ?? referred ?? subject.zone);
}

/** The hostname, or the challenge name where that is a zone of its own whose nameservers do not answer. */
function failingName(evidence: Evidence): string {
  const { answers, subject } = evidence;
  const { hostname, challenge } = subject;
  if (challenge === null || !awaitsProof(evidence) || knowsNothing(answers, hostname)) return hostname;
  const isZone = answers.some(({ name, zone }) => name === challenge.name && zone === challenge.name);
  return isZone && knowsNothing(answers, challenge.name) ? challenge.name : hostname;
}

function isUnasked({ reason }: { reason?: string }): boolean {
  return reason === "overload";
}

export type ZoneFailure = { server: string; label: string; reason: string };

/** Why each nameserver of the hostname's zone does not answer; empty where one of them does, or nothing is known. Pure. */
export function failuresOfZone(evidence: Evidence): ZoneFailure[] {
  const failing = failingName(evidence);
  const own = evidence.answers.filter(({ name }) => name === failing);
  const servers = own.flatMap((answer) => answer.servers);
  if (servers.some(({ kind }) => kind !== "unreachable")) return [];
  if (servers.length > 0) {
    // A server that was silent once is silent, although not every query to it got a slot.
    const mostTelling = servers.toSorted((one, other) => Number(isUnasked(other)) - Number(isUnasked(one)));
    const known = new Map(mostTelling.map((server) => [server.address, server]));
    return [...known.values()].map((server) => ({
      server: server.server,
      label: serverLabel(server),
      reason: server.reason ?? "no answer",
    }));
  }
  const { referral } = evidence;
  if (referral?.kind !== "delegated" || referral.servers.some(({ kind }) => kind === "ok")) return [];
  return referral.servers.map(({ name, address, kind }) => ({
    server: name,
    label: address === null ? name : `${name} (${address})`,
    reason: kind,
  }));
}
