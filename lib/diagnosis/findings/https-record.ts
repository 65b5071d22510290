import type { Evidence, ServiceEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { cdns } from "@/lib/diagnosis/evidence/known-networks";
import {
  isInRanges,
  isOurs,
  listOf,
  quoted,
  recordAction,
  sameAddress,
  typedHost,
  valuesAt,
} from "@/lib/diagnosis/evidence/read-evidence";
import { desiredAt, findNetwork, reachesUs, wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";
import { parseServiceBinding, type ServiceBinding } from "@/lib/dns/service-binding";

/** Browsers ask for HTTPS records beside A and AAAA, and follow them first (RFC 9460). */
export const httpsRecord: Detector<"https-record"> = (evidence) => {
  if (evidence.edge === null) return null;
  const faults = evidence.services.flatMap((service) => {
    const fault = faultOf(evidence, service);
    return fault === null ? [] : [{ service, ...fault }];
  });
  const [worst] = faults.toSorted((one, other) => weight.indexOf(one.level) - weight.indexOf(other.level));
  if (worst === undefined) return null;
  const { service, level, reasons } = worst;
  const { name, type, value } = service;
  // While the addresses are not ours yet, the record steers nobody away from us.
  const matters = wrongRecords(evidence).length === 0 || reachesUs(evidence);
  const severity = level === "blocking" && !matters ? "warning" : level;
  return {
    severity,
    title: titles[severity],
    explanation: `${name} has ${type === "HTTPS" ? "an HTTPS" : "an SVCB"} record (${quoted(value)}), usually left from a former host. ${reasons.join(" ")}`,
    fix: `Delete the ${type} record at host ${typedHost(evidence, name)}. It may be listed under “HTTPS”, “SVCB” or “TYPE65”. The site does not need one.`,
    evidence: faults.map((fault) => `${fault.service.name}: ${fault.service.type} ${fault.service.value}`),
    record: recordAction(evidence, "delete", name, type, value),
    changes: faults.map((fault) =>
      recordAction(evidence, "delete", fault.service.name, fault.service.type, fault.service.value),
    ),
  };
};

type Level = "blocking" | "warning" | "info";
const weight: readonly Level[] = ["blocking", "warning", "info"];
const titles: Record<Level, string> = {
  blocking: "An HTTPS record sends visitors elsewhere",
  warning: "An HTTPS record differs from our edge",
  info: "There is an SVCB record that browsers do not use",
};

type Fault = { level: Level; reasons: string[] };

function faultOf(evidence: Evidence, service: ServiceEvidence): Fault | null {
  const binding = parseServiceBinding(service.value);
  // Clients ignore what is malformed, and what requires a key that they do not know (section 8).
  if (binding === null || requiresUnknown(binding)) return null;
  const away = elsewhere(evidence, service, binding);
  // Without an address there, browsers go back to the A and AAAA records (section 3).
  const isDead = service.leads?.addresses.length === 0;
  const blocking = [...(isDead ? [] : away), ...(binding.priority === 0 ? [] : paramFaults(evidence, binding))];
  if (service.type === "SVCB") {
    // Section 9.1: for https: URLs, clients ask for type HTTPS.
    const text = "Browsers do not read SVCB records at this name, so visitors notice nothing.";
    return blocking.length > 0 ? { level: "info", reasons: [text] } : null;
  }
  if (blocking.length > 0) return { level: "blocking", reasons: blocking };
  const warnings = [...(isDead ? away : []), ...(binding.priority === 0 ? [] : protocolFaults(binding))];
  return warnings.length > 0 ? { level: "warning", reasons: warnings } : null;
}

function requiresUnknown({ params }: ServiceBinding): boolean {
  const required = params.get("mandatory")?.split(",") ?? [];
  return required.some((key) => key.startsWith("key") || !params.has(key));
}

/** AliasMode (section 2.4.2), or a service at another name (section 2.5). */
function elsewhere(
  evidence: Evidence,
  { name, leads }: ServiceEvidence,
  { priority, target }: ServiceBinding,
): string[] {
  if (target === "" || target === name || leads === null) return [];
  const ours = ourNames(evidence);
  if (leads.path.some((one) => ours.has(one))) return [];
  const { addresses } = leads;
  if (addresses.length > 0 && addresses.every((one) => isKnown(evidence, one))) return [];
  return [
    priority === 0
      ? `It makes the whole name an alias of ${target}: browsers that support it go there first.`
      : `It says that the site is at ${target}: browsers that support it connect there first.`,
  ];
}

function paramFaults(evidence: Evidence, { params }: ServiceBinding): string[] {
  const hints = [params.get("ipv4hint"), params.get("ipv6hint")].flatMap((list) => list?.split(",") ?? []);
  const foreign = hints.filter((hint) => !isKnown(evidence, hint));
  const port = params.get("port") ?? "443";
  const texts: string[] = [];
  // Section 7.3 lets clients connect to a hint before they have the addresses, and some do.
  if (foreign.length > 0)
    texts.push(`Its hints name ${listOf(foreign)}, and some browsers connect there before they have the addresses.`);
  if (port !== "443") texts.push(`It names port ${port}, where our edge does not answer.`);
  if (params.has("ech") && !isProxied(evidence)) {
    texts.push(
      "It has a key for encrypted handshakes (ech) that our edge does not have, so browsers that use it fail.",
    );
  }
  return texts;
}

/** “http/1.1” is always offered, unless the record says that it is not (section 7.1). */
function protocolFaults({ params }: ServiceBinding): string[] {
  const protocols = params.get("alpn")?.split(",") ?? [];
  if (!params.has("no-default-alpn") || protocols.length === 0) return [];
  return protocols.includes("h2") || protocols.includes("http/1.1")
    ? []
    : [`It offers ${listOf(protocols)} alone, so some browsers need a second attempt.`];
}

function ourNames(evidence: Evidence): ReadonlySet<string> {
  const { alias } = desiredAt(evidence);
  return new Set([evidence.edge?.hostname ?? "", alias?.value ?? ""].map(normaliseName));
}

/** Ours, or one that the name's own address records lead to: then the record steers nobody anywhere else. */
function isKnown(evidence: Evidence, address: string): boolean {
  if (isOurs(evidence, address)) return true;
  if (publishedAddresses(evidence).some((one) => sameAddress(one, address))) return true;
  const network = findNetwork(evidence, cdns);
  return network !== null && isInRanges(address, network.ranges);
}

/** A proxy in front of us publishes an HTTPS record of its own, with keys of its own. */
function isProxied(evidence: Evidence): boolean {
  const published = publishedAddresses(evidence);
  const foreign = published.length > 0 && !published.some((one) => isOurs(evidence, one));
  return foreign && (findNetwork(evidence, cdns) !== null || reachesUs(evidence));
}

function publishedAddresses(evidence: Evidence): string[] {
  const { hostname } = evidence.subject;
  const own = [...valuesAt(evidence, hostname, "A"), ...valuesAt(evidence, hostname, "AAAA")];
  return own.length > 0 ? own : (evidence.chain?.addresses ?? []);
}
