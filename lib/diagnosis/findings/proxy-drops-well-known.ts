import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { proxiesWith, proxyOf } from "@/lib/diagnosis/evidence/visits";

export const proxyDropsWellKnown: Detector<"proxy-drops-well-known"> = (evidence) => {
  const dropping = proxiesWith(evidence, ["arrives", "unseen"]).filter(
    ({ http, reachPath, visits }) =>
      !reachPath.http && !reachPath.https && http.kind === "open" && visits.https?.steps.some(({ proven }) => proven),
  );
  const [first] = dropping;
  if (first === undefined) return null;
  const { hostname } = evidence.subject;
  const { name } = proxyOf(evidence, first);
  return {
    severity: evidence.connection?.certificateFact === "ok" ? "warning" : "blocking",
    explanation: `Visitors of ${hostname} reach us through ${name}, but requests below /.well-known/ do not. The certificate authority makes its check there, so that we cannot issue or renew the certificate.`,
    fix: `At ${name}, have requests for ${hostname} below /.well-known/ passed on to us too, over HTTP and HTTPS, without a redirect, a cache or a rule of its own.`,
    evidence: dropping.map(
      ({ address, http }) => `${address}: /.well-known/latchkey/… answers ${http.status}, not through our edge`,
    ),
  };
};
