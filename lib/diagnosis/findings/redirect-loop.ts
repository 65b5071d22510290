import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOurs } from "@/lib/diagnosis/evidence/read-evidence";
import { addressesWith, proxyOf, visitFacts } from "@/lib/diagnosis/evidence/visits";
import type { AddressReach, VisitStep } from "@/lib/platform/ports/edge";

export const redirectLoop: Detector<"redirect-loop"> = (evidence) => {
  const looping = addressesWith(evidence, ["loop"]);
  const [first] = looping;
  if (first === undefined) return null;
  const { hostname } = evidence.subject;
  const steps = stepsOf(first);
  const facts = looping.flatMap(visitFacts);
  const { name, network } = proxyOf(evidence, first);
  const isProxied = !isOurs(evidence, first.address);
  if (isProxied && steps.some(isSentToItself)) {
    return {
      who: "customer",
      explanation: `Visitors of ${hostname} do not get the site: their browsers report too many redirects. Visitors use HTTPS, but ${name} passes their requests on to us over plain HTTP. We send those to HTTPS, which leads back to ${name}.`,
      fix:
        network?.httpsHint ??
        `Have ${name} connect to its origin over HTTPS, on port 443, with the hostname ${hostname} in the handshake (SNI) and as Host.`,
      evidence: facts,
    };
  }
  if (isProxied && steps.some(({ proven }) => !proven)) {
    return {
      who: "customer",
      explanation: `Visitors of ${hostname} do not get the site: their browsers report too many redirects. ${name} redirects requests in a circle${steps.some(({ proven }) => proven) ? ", with our redirect from HTTP to HTTPS" : ""}.`,
      fix: `Remove the redirect or forwarding rule for ${hostname} at ${name}: it must pass requests on to us over HTTPS, unchanged.`,
      evidence: facts,
    };
  }
  return {
    who: "integrator",
    explanation: `Visitors of ${hostname} do not get the site: their browsers report too many redirects. The requests reach your server, which redirects them to an address that they have been redirected from.`,
    fix: `Have your server take a request as HTTPS if it has the header “X-Forwarded-Proto: https”, and as one for ${hostname} by its Host. Then look for rules that redirect to “www”, to a language or to a trailing slash and back.`,
    evidence: facts,
  };
};

function stepsOf({ visits: { http, https } }: AddressReach): VisitStep[] {
  return (https?.end === "loop" ? https : http)?.steps ?? [];
}

/** Our edge's redirect from HTTP to HTTPS, for a request that a visitor made over HTTPS. */
function isSentToItself({ url, status, location, proven }: VisitStep): boolean {
  if (!proven || status !== 308 || location === null || !url.startsWith("https:") || !URL.canParse(location, url))
    return false;
  const to = new URL(location, url);
  to.port = "";
  return to.href === url;
}
