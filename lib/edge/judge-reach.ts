import type { AddressReach, ReachJudgement, SecureReach, Visit } from "@/lib/platform/ports/edge";

/**
 * What visitors get at one address. `arrives`: our edge's answer, also where it redirects to another host. `unseen`: our edge
 * answers behind the address, and its page could not be seen: a challenge that browsers pass, a slow answer, or a proxy that
 * removes our header. `other_page`:
 * a page that did not come through our edge. `proxy_error`: a proxy's own error page. `https_broken`: HTTP reaches us, HTTPS
 * does not. `unasked`: HTTPS was not asked, and HTTP reaches us. `foreign`: nothing of ours answered. `silent`: nothing did.
 */
export type Arrival =
  | "arrives"
  | "unseen"
  | "loop"
  | "other_page"
  | "proxy_error"
  | "https_broken"
  | "unasked"
  | "foreign"
  | "silent";

/** Pure. */
export function judgeAddress({ http, https, proven, reachPath, headerPasses, visits }: AddressReach): Arrival {
  if (visits.https?.end === "loop" || visits.http?.end === "loop") return "loop";
  const visit = visits.https;
  if (visit === null) {
    if (proven) return "unasked";
    return isSilent(http.kind) && (isSilent(https.kind) || https.kind === "skipped") ? "silent" : "foreign";
  }
  if (hasArrived(visit)) return "arrives";
  if (!proven) return isSilent(http.kind) && visit.failure?.kind === "timeout" ? "silent" : "foreign";
  if (visit.end === "failed") {
    if (visit.failure?.kind === "timeout") return reachPath.https ? "unseen" : "silent";
    return "https_broken";
  }
  if (visit.page === "challenge") return "unseen";
  // A proxy that removes the header, or an edge of before it was sent.
  if (visit.page === null && reachPath.https && !headerPasses && visit.end === "answered") return "unseen";
  return visit.page === "proxy_error" ? "proxy_error" : "other_page";
}

/** Our edge gave the page itself, or the redirect that leads to another host. */
export function hasArrived({ steps, end }: Visit): boolean {
  return (end === "answered" || end === "leaves") && steps.at(-1)?.proven === true;
}

const isSilent = (kind: AddressReach["http"]["kind"]) => kind === "timeout" || kind === "no_route";

/**
 * What visitors get whichever address they are sent to. At our own addresses no handshake is made: there our edge's answer over
 * HTTP is enough, and the certificate is checked elsewhere. Pure.
 */
export function judgeReach(
  reach: readonly AddressReach[],
  isOurs: (address: string) => boolean,
  secure: SecureReach,
): ReachJudgement {
  const asked = withoutUnroutable(reach, isOurs);
  if (asked.length === 0) return "fails";
  const each = asked.map((one) => judgementOf(judgeAddress(one), isOurs(one.address), secure));
  if (each.includes("fails")) return "fails";
  return each.includes("silent") ? "silent" : "arrives";
}

function judgementOf(arrival: Arrival, isOurs: boolean, secure: SecureReach): ReachJudgement {
  if (arrival === "arrives" || arrival === "unseen") return "arrives";
  if (arrival === "unasked") return isOurs || secure !== "required" ? "arrives" : "silent";
  // Without a certificate of ours, a proxy that uses HTTPS towards us has nothing to show.
  if (arrival === "proxy_error" || arrival === "https_broken") {
    if (secure !== "required") return "arrives";
    return arrival === "proxy_error" ? "silent" : "fails";
  }
  return arrival === "silent" ? "silent" : "fails";
}

/** Our own edge answers at every address, whatever visitors get there. */
export function allLeadToUs(reach: readonly AddressReach[], isOurs: (address: string) => boolean): boolean {
  const asked = withoutUnroutable(reach, isOurs);
  return asked.length > 0 && asked.every(({ proven }) => proven);
}

/**
 * An IPv6 address is left out if this machine has no route to it and another foreign address was asked: an old AAAA record
 * beside our A record must not pass for a proxy. Empty: nothing is left to judge by.
 */
function withoutUnroutable(reach: readonly AddressReach[], isOurs: (address: string) => boolean): AddressReach[] {
  const asked = reach.filter(({ address, http }) => !(address.includes(":") && http.kind === "no_route"));
  return asked.length < reach.length && asked.every(({ address }) => isOurs(address)) ? [] : asked;
}
