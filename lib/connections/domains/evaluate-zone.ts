import type { ZoneReport } from "@/lib/connections/domains/schema";
import { failureText, type LookUpFailure } from "@/lib/dns/look-up-failure";
import type { ServerAnswer } from "@/lib/dns/records";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

/**
 * The status of the zone that holds a name, by all answers about that name. Pure. A server counts as answering if it
 * answered any query. `lame`: there are servers, and none of them serves the zone.
 */
export function evaluateZone(hostname: string, answers: readonly AuthoritativeAnswer[]): ZoneReport {
  const found = answers.find((answer) => answer.delegation.kind === "ok") ?? answers[0];
  const name = found?.zone ?? null;
  if (found === undefined || found.delegation.kind !== "ok") {
    const kind = found?.delegation.kind;
    const status = kind === undefined || kind === "ok" ? "unreachable" : kind;
    const reason = found?.delegation.kind === "ok" ? undefined : found?.delegation.reason;
    return { name, status, explanation: explainAbsence(hostname, status, reason), nameservers: [] };
  }
  const servers = answers.filter((answer) => answer.zone === found.zone).flatMap((answer) => answer.servers);
  const nameservers = [...new Set(servers.map((answer) => answer.server))];
  const { status, explanation } = evaluateServers(found.zone ?? hostname, servers);
  return { name, status, explanation, nameservers };
}

function evaluateServers(zone: string, servers: readonly ServerAnswer[]): Pick<ZoneReport, "status" | "explanation"> {
  const answering = new Set(servers.filter((answer) => answer.kind !== "unreachable").map((answer) => answer.address));
  const silent = servers.filter((answer) => !answering.has(answer.address));
  if (silent.length === 0) return { status: "ok", explanation: `Every nameserver of ${zone} answers.` };
  const labels = [...new Set(silent.map((answer) => `${answer.server}: ${answer.reason ?? "no answer"}`))].join(", ");
  if (answering.size > 0) {
    const explanation = `Some nameservers of ${zone} do not answer for it (${labels}). The others do, and they are asked.`;
    return { status: "degraded", explanation };
  }
  if (silent.every((answer) => answer.reason === "lame" || answer.reason === "refused")) {
    const explanation = `The nameservers of ${zone} do not know it (${labels}). Create the zone at its DNS provider, or set the nameservers that the provider names at the registrar.`;
    return { status: "lame", explanation };
  }
  const explanation = `No nameserver of ${zone} answers (${labels}). Ask its DNS provider.`;
  return { status: "unreachable", explanation };
}

function explainAbsence(hostname: string, status: ZoneReport["status"], failure: LookUpFailure | undefined): string {
  const reason = failure && failureText(failure);
  switch (status) {
    case "nxdomain":
      return `The domain of ${hostname} does not exist in the DNS. Check the spelling, or register it first.`;
    case "no_nameservers":
      return `The domain of ${hostname} has no nameservers (${reason ?? "none"}). Set them at the registrar.`;
    default:
      return `The zone of ${hostname} could not be found (${reason ?? "no answer"}). Its nameservers may be down, may not know the zone, or its DNSSEC may be broken.`;
  }
}
