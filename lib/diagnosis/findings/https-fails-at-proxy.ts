import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { proxiesWith, proxyOf, visitFacts } from "@/lib/diagnosis/evidence/visits";
import { isPublicAddress } from "@/lib/kernel/public-address";
import type { AddressReach } from "@/lib/platform/ports/edge";

export const httpsFailsAtProxy: Detector<"https-fails-at-proxy"> = (evidence) => {
  const broken = proxiesWith(evidence, ["https_broken"]).filter((one) => isKnownBroken(evidence, one));
  const wrong = proxiesWith(evidence, ["arrives", "unseen", "other_page"]).filter(
    (one) => certificateFault(one) !== null,
  );
  const first = broken[0] ?? wrong[0];
  if (first === undefined) return null;
  const { hostname } = evidence.subject;
  const { name } = proxyOf(evidence, first);
  const fault = certificateFault(first);
  return {
    explanation:
      broken.length > 0
        ? `${hostname} reaches us through ${name} over HTTP, but ${name} does not answer over HTTPS. Browsers use HTTPS, and show an error.`
        : `Browsers do not accept the certificate that ${name} shows for ${hostname}: ${fault}.`,
    fix:
      broken.length > 0
        ? `At ${name}, turn HTTPS on for ${hostname}, with a certificate for it, and pass those requests on to us over HTTPS.`
        : `At ${name}, install a certificate that is valid for ${hostname}.`,
    evidence: [...broken, ...wrong].flatMap((one) => [
      ...(one.tls.reason === null ? [] : [`${one.address}: ${one.tls.reason}`]),
      ...visitFacts(one),
    ]),
  };
};

/** A server that passes TLS on to us has nothing to show while our own certificate is missing. */
function isKnownBroken({ connection }: Evidence, { visits }: AddressReach): boolean {
  return connection === null || connection.certificateFact === "ok" || visits.https?.failure?.kind === "refused";
}

/** A proxy's own certificate: whether its issuer is trusted depends on the roots that this installation is set to. */
function certificateFault({ address, tls }: AddressReach): string | null {
  if (tls.kind !== "certificate" || !isPublicAddress(address)) return null;
  return tls.code === "wrong_name" || tls.code === "expired" ? (tls.reason ?? tls.code) : null;
}
