import { LRUCache } from "lru-cache";
import type { AddressLookup } from "@/lib/dns/address-lookup";
import { createFairGate } from "@/lib/kernel/fair-gate";
import { once } from "@/lib/kernel/once";

/** `none`: the name has no address. `failed`: the look-up failed, and nothing usable is cached. */
export type UpstreamAddresses =
  | { kind: "found"; addresses: readonly string[] }
  | { kind: "none" | "failed"; addresses: readonly [] };

export interface UpstreamAddressBook {
  /**
   * What the name resolves to. A cached answer is returned at once and renewed before it expires; only callers of an unknown
   * name, or of one that was not used lately, wait.
   * @param tenantId whose share of the look-ups this counts toward
   */
  find(hostname: string, tenantId: string): UpstreamAddresses | Promise<UpstreamAddresses>;
}

export type AddressBookOptions = {
  lookup: AddressLookup;
  /** On a monotonic clock. */
  nowMs(): number;
};

const maxNames = 20_000;
const minTtlMs = 5_000;
const maxTtlMs = 300_000;
/** An answer is renewed after this share of its TTL, so that it does not expire while it is in use. */
const renewShare = 0.8;
/** Visitors do not wait for a renewal that is slightly late. */
const graceMs = 10_000;
/** While DNS is unreachable, an expired address stays usable for this long. */
const staleMs = 600_000;
const noneMs = 10_000;
const failedMs = 3_000;
const waitMs = 2_000;

type Entry = {
  answer: UpstreamAddresses;
  /** From then on the next request starts a look-up. */
  renewFromMs: number;
  /** From then on requests wait for it. */
  waitFromMs: number;
  /** Until then a cached answer is used if the look-up fails. */
  usableUntilMs: number;
};

/** Addresses of upstreams, in memory: bounded in names, in look-ups at a time, and in look-ups of one tenant. */
export function createUpstreamAddressBook({ lookup, nowMs }: AddressBookOptions): UpstreamAddressBook {
  const entries = once(() => new LRUCache<string, Entry>({ max: maxNames }));
  /** Look-ups under way, by hostname. */
  const running = new Map<string, Promise<UpstreamAddresses>>();
  /** Callers that wait for a look-up to begin, by tenant and hostname: each tenant waits for its own share alone. */
  const waiting = new Map<string, Promise<UpstreamAddresses>>();
  const gate = createFairGate({ maxInFlight: 64, maxQueued: 1_000 });

  function renew(hostname: string, tenantId: string): Promise<UpstreamAddresses> {
    const started = running.get(hostname);
    if (started) return started;
    const key = `${tenantId} ${hostname}`;
    const asked = waiting.get(key) ?? ask(hostname, tenantId).finally(() => waiting.delete(key));
    waiting.set(key, asked);
    return asked;
  }

  async function ask(hostname: string, tenantId: string): Promise<UpstreamAddresses> {
    const permit = await gate.enter([tenantId], waitMs);
    // Not stored: it says nothing about the name.
    if (permit.kind !== "granted") return afterFailure(entries().get(hostname), nowMs()).answer;
    const started = running.get(hostname) ?? lookUp(hostname).finally(() => running.delete(hostname));
    running.set(hostname, started);
    return started.finally(permit.release);
  }

  async function lookUp(hostname: string): Promise<UpstreamAddresses> {
    try {
      const { addresses, ttlSeconds } = await lookup.find(hostname);
      return keep(hostname, addresses.length === 0 ? noAddress(nowMs()) : found(addresses, ttlSeconds, nowMs()));
    } catch {
      return keep(hostname, afterFailure(entries().get(hostname), nowMs()));
    }
  }

  function keep(hostname: string, entry: Entry): UpstreamAddresses {
    entries().set(hostname, entry);
    return entry.answer;
  }

  return {
    find(hostname, tenantId) {
      const entry = entries().get(hostname);
      if (entry === undefined) return renew(hostname, tenantId);
      const atMs = nowMs();
      if (atMs < entry.renewFromMs) return entry.answer;
      const renewing = renew(hostname, tenantId);
      return atMs < entry.waitFromMs ? entry.answer : renewing;
    },
  };
}

function found(addresses: readonly string[], ttlSeconds: number, atMs: number): Entry {
  const ttlMs = Math.min(maxTtlMs, Math.max(minTtlMs, ttlSeconds * 1_000));
  return {
    answer: { kind: "found", addresses },
    renewFromMs: atMs + ttlMs * renewShare,
    waitFromMs: atMs + ttlMs + graceMs,
    usableUntilMs: atMs + ttlMs + staleMs,
  };
}

function noAddress(atMs: number): Entry {
  const untilMs = atMs + noneMs;
  return { answer: { kind: "none", addresses: [] }, renewFromMs: untilMs, waitFromMs: untilMs, usableUntilMs: atMs };
}

/** The previous answer stays in use for a while, so that requests do not wait for DNS. */
function afterFailure(before: Entry | undefined, atMs: number): Entry {
  const untilMs = atMs + failedMs;
  if (before?.answer.kind === "found" && atMs < before.usableUntilMs) {
    return { ...before, renewFromMs: untilMs, waitFromMs: before.usableUntilMs };
  }
  return { answer: { kind: "failed", addresses: [] }, renewFromMs: untilMs, waitFromMs: untilMs, usableUntilMs: atMs };
}
