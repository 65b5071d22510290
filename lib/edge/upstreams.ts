import { isIPv4 } from "node:net";
import { LRUCache } from "lru-cache";
import type { UpstreamAddressBook } from "@/lib/edge/upstream-addresses";
import { once } from "@/lib/kernel/once";
import type { AddressRules } from "@/lib/platform/outbound/check-target-address";
import {
  type CheckedUpstream,
  checkUpstream,
  checkUpstreamAddresses,
  type RefusedUpstream,
  refuseUpstream,
  rulesFor,
  type UpstreamPolicy,
  type UpstreamTarget,
} from "@/lib/platform/outbound/check-upstream";
import type { OriginProbe, UpstreamDecision, Upstreams, UpstreamTo } from "@/lib/platform/ports/edge";

export type UpstreamsOptions = {
  policy: UpstreamPolicy;
  addresses: UpstreamAddressBook;
  /** Whether the edges serve the hostname, for any tenant. */
  isClaimed(hostname: string): boolean | Promise<boolean>;
  probe: OriginProbe;
};

/** Per origin and tenant: the rules of a process never change. */
type CheckedOrigin = {
  rules: AddressRules;
  checked: CheckedUpstream;
  /** What its name resolved to at the last check. */
  found: readonly string[] | null;
  refusal: RefusedUpstream | null;
};

const maxOrigins = 20_000;

export function createUpstreams({ policy, addresses, isClaimed, probe }: UpstreamsOptions): Upstreams {
  const cache = once(() => new LRUCache<string, CheckedOrigin>({ max: maxOrigins }));
  let turn = 0;

  function choose({ scheme, port, host: name }: UpstreamTarget, candidates: readonly string[]): UpstreamDecision {
    turn = (turn + 1) % 1_000_000;
    const address = candidates[turn % candidates.length];
    const fallback = candidates[(turn + 1) % candidates.length];
    if (address === undefined || fallback === undefined) return { kind: "unresolved" };
    return { kind: "dial", scheme, address, fallback, port, name };
  }

  function check(origin: string, tenantId: string): CheckedOrigin {
    const key = `${tenantId} ${origin}`;
    const known = cache().get(key);
    if (known !== undefined) return known;
    const rules = rulesFor(policy, tenantId);
    const fresh: CheckedOrigin = { rules, checked: checkUpstream(origin, rules), found: null, refusal: null };
    cache().set(key, fresh);
    return fresh;
  }

  function checkFound(about: CheckedOrigin, target: UpstreamTarget, found: readonly string[]): UpstreamDecision {
    // The cache returns the same list until it has a new answer.
    if (about.found !== found) {
      about.found = found;
      about.refusal = checkUpstreamAddresses(target, found, about.rules);
    }
    return about.refusal === null ? choose(target, ofOneFamily(found)) : refused(about.refusal);
  }

  function decideByName(
    about: CheckedOrigin,
    target: UpstreamTarget,
    tenantId: string,
    isOurs: boolean,
  ): UpstreamDecision | Promise<UpstreamDecision> {
    if (isOurs) return refused(refuseUpstream("leads_to_edge", target.host));
    const known = addresses.find(target.host, tenantId);
    return known instanceof Promise
      ? known.then((late) => checkFound(about, target, late.addresses))
      : checkFound(about, target, known.addresses);
  }

  return {
    leadsBack: probe,
    decide(origin, tenantId) {
      const about = check(origin, tenantId);
      const { checked } = about;
      if (!checked.ok) return refused(checked);
      const { target } = checked;
      if (target.addresses !== null) return choose(target, target.addresses);
      const claimed = isClaimed(target.host);
      return claimed instanceof Promise
        ? claimed.then((late) => decideByName(about, target, tenantId, late))
        : decideByName(about, target, tenantId, claimed);
    },
  };
}

/**
 * Caddy starts with either of two addresses, and does not race the families as a browser does. An edge without a route to
 * IPv6 is common; an origin that has both families and answers on IPv6 alone is not.
 */
function ofOneFamily(addresses: readonly string[]): readonly string[] {
  const ofIPv4 = addresses.filter((address) => isIPv4(address));
  return ofIPv4.length > 0 ? ofIPv4 : addresses;
}

function refused({ reason, message }: RefusedUpstream): UpstreamDecision {
  return { kind: "refused", reason, message };
}

/**
 * The address as Caddy dials it: `[::ffff:192.0.2.7%name=origin.example.com]:443`.
 *
 * Go keeps connections by the text of the address they were opened to, so two origins on one address (a CDN) would share
 * them, and a request could go out on a connection whose certificate was checked for the other origin's name. The zone makes
 * the text differ for each name. For an address that is not link-local it means nothing to the connection itself.
 */
export function dialAddress({ address, port, name }: Pick<UpstreamTo, "address" | "port" | "name">): string {
  return `[${isIPv4(address) ? `::ffff:${address}` : address}%name=${name}]:${port}`;
}
