import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answerTo, knowsNothing } from "@/lib/diagnosis/evidence/read-evidence";
import { failureText } from "@/lib/dns/look-up-failure";

export const zoneNotFound: Detector<"zone-not-found"> = (evidence) => {
  const { registrableDomain, hostname } = evidence.subject;
  const status = answerTo(evidence, hostname, "A")?.delegation;
  if (!knowsNothing(evidence.answers, hostname) || (status !== undefined && status.kind !== "unreachable")) return null;
  const resolvers = evidence.recursive.filter(({ checkingDisabled }) => !checkingDisabled);
  const isOurs = resolvers.length > 0 && resolvers.every(({ kind }) => kind === "unreachable" || kind === "refused");
  const failure = status?.reason ?? "out_of_time";
  const reason = failureText(failure);
  const resolves = resolvers.some(({ kind }) => kind === "answer" || kind === "nodata" || kind === "nxdomain");
  // Others resolve it: our own time was too short, or the way to its nameservers is blocked for us, and the domain is not broken.
  if (resolves) {
    return {
      severity: "warning",
      who: "dns_provider",
      title: `The nameservers of ${registrableDomain} ${failure === "out_of_time" ? "answer slowly" : "did not answer us"}`,
      explanation:
        failure === "out_of_time"
          ? `Resolvers find ${registrableDomain}, but its nameservers did not answer all our queries in the few seconds that a diagnosis takes. One of them may be down.`
          : `Resolvers find ${registrableDomain}, but we got no answer from its nameservers ourselves (${reason}).`,
      fix: "Check again. If the problem persists, ask the DNS provider whether one of its nameservers is down, or blocks our queries.",
      evidence: resolvers.map(({ resolver, name, type, kind }) => `resolver ${resolver}: ${name} ${type}: ${kind}`),
    };
  }
  return {
    severity: "blocking",
    who: isOurs ? "platform" : "dns_provider",
    title: isOurs ? "Our DNS resolvers do not answer" : `The DNS of ${registrableDomain} cannot be resolved`,
    explanation: isOurs
      ? "We cannot check the domain because the resolvers that we use to find its nameservers do not answer."
      : `We could not find the nameservers of ${registrableDomain} (${reason}).`,
    fix: isOurs
      ? "Set DNS_RESOLVERS to resolvers that this machine can reach."
      : "Wait a minute and check again. If the problem persists, ask the DNS provider whether its nameservers are running and match those at the registrar.",
    evidence: [
      `finding the zone of ${hostname}: ${reason}`,
      ...resolvers.map(({ resolver, name, type, kind }) => `resolver ${resolver}: ${name} ${type}: ${kind}`),
    ],
  };
};
