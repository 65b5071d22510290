import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf, ownZone, serverLabel } from "@/lib/diagnosis/evidence/read-evidence";

export const nameserversPartlyFailing: Detector<"nameservers-partly-failing"> = (evidence) => {
  const zone = ownZone(evidence);
  const own = evidence.answers.filter((answer) => answer.zone === zone).flatMap(({ servers }) => servers);
  const good = new Set(own.filter(({ kind }) => kind !== "unreachable").map(({ address }) => address));
  // Without our own route to IPv6, nothing is known of those addresses.
  const hasIpv6 = [...good].some((address) => address.includes(":"));
  const failing = own.filter(
    ({ address, reason }) => !good.has(address) && reason !== "overload" && (hasIpv6 || !address.includes(":")),
  );
  const servers = [...new Map(failing.map((server) => [server.address, server])).values()];
  const nowhere = namesWithoutAddress(evidence);
  if (good.size > 0 && servers.length === 0 && nowhere.length > 0) return withoutAddress(zone, nowhere);
  if (good.size === 0 || servers.length === 0) return null;
  const names = listOf([...new Set(servers.map(serverLabel))]);
  const lame = servers.every(({ reason }) => reason === "lame" || reason === "refused");
  return {
    who: "dns_provider",
    title: "Some of the domain's nameservers do not answer",
    explanation: lame
      ? `${names} is listed as a nameserver of ${zone} but does not serve the domain. The others answer, so most visitors notice nothing, but some look-ups are slow or fail.`
      : `${names} did not answer our queries about ${zone}. The others did, so most visitors notice nothing, but some look-ups are slow or fail.`,
    fix: lame
      ? `Remove that nameserver at the registrar of ${zone}, or ask its operator to serve the domain.`
      : `Ask the DNS provider of ${zone} to check it.`,
    evidence: [
      ...servers.map((server) => `${serverLabel(server)}: ${server.reason ?? "no answer"}`),
      ...nowhere.map((name) => `${name}: no address`),
    ],
  };
};

function namesWithoutAddress(evidence: Evidence): string[] {
  const own = evidence.answers.filter(({ zone }) => zone === ownZone(evidence));
  const statuses = own.map(({ delegation }) => delegation);
  return [...new Set(statuses.flatMap((status) => (status.kind === "ok" ? (status.withoutAddress ?? []) : [])))];
}

function withoutAddress(zone: string, names: readonly string[]): ReturnType<typeof nameserversPartlyFailing> {
  return {
    who: "customer",
    title: "A nameserver of the domain has no address",
    explanation: `${listOf(names)} is listed as a nameserver of ${zone} but has no address. The others answer, so most visitors notice nothing, but look-ups are slower and there is no fallback.`,
    fix: `Compare the nameservers at the registrar of ${zone} with those that your DNS provider lists. Usually one of them is misspelled.`,
    evidence: names.map((name) => `${name}: no address`),
  };
}
