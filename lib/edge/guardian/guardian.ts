import { hashText } from "@/lib/edge/guardian/hash-text";
import { factsAfter, type RenewalFacts, renewalStatus, withoutFuture } from "@/lib/edge/guardian/renewal-status";
import type { RenewalTable } from "@/lib/edge/guardian/renewal-table";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import type { ProbeResult } from "@/lib/platform/ports/edge";

/** The hostnames of the edge. */
export type GuardedSet = {
  size(): number;
  hostnames(): Iterable<string>;
  /** undefined: it is not one of them. */
  isAdmitted(hostname: string): boolean | undefined;
};

export type GuardianOptions = {
  set: GuardedSet;
  table: RenewalTable;
  handshake(hostname: string): Promise<ProbeResult>;
  now(): Date;
  /** Monotonic. */
  nowMs(): number;
  handshakesPerSecond?: number;
};

/** How many certificates have how much of their lifetime left. `unknown`: no certificate was seen yet. */
export type CertificateBands = {
  bands: Record<"expired" | "under_10_percent" | "under_20_percent" | "enough" | "unknown", number>;
  /** Until the first one ends; negative: it has ended. null: there is none. */
  soonestSeconds: number | null;
};

export type Guardian = {
  /** Goes on a little: reads some hostnames, and begins the handshakes whose time has come. */
  tick(): void;
  /** null until all hostnames were read once. */
  renewals(): EdgeReport["renewals"];
  /** null until all hostnames were read once. */
  certificates(): CertificateBands | null;
};

const defaultHandshakesPerSecond = 20;
/** CertMagic allows ten ACME transactions in ten seconds, and a visitor's first certificate comes out of the same ten. */
const renewalIntervalMs = 1_000;
/** About a millisecond, in which no ask is answered. */
const namesPerTick = 500;
const minPassMs = 1_000;
const maxQueued = 1_000;
const maxOverdue = 100;
/** After a handshake for which Caddy could not be reached. */
const unreachablePauseMs = 5_000;

/** One handshake at a time, and the next one no sooner than after `intervalMs`. */
type Lane = { queue: string[]; intervalMs: number; nextAtMs: number; isBusy: boolean };

/**
 * Makes a TLS handshake with this machine's Caddy for every hostname whose certificate is due, because Caddy renews
 * on-demand certificates at a visit and at no other time. It reads all hostnames again and again, a few at a time, and paces
 * by the monotonic clock: a wall clock that jumps causes no burst.
 */
export function createGuardian(options: GuardianOptions): Guardian {
  const { set, table } = options;
  const perSecond = options.handshakesPerSecond ?? defaultHandshakesPerSecond;
  const lanes = {
    routine: createLane(1_000 / perSecond),
    renewal: createLane(renewalIntervalMs),
  };
  /** In a lane's queue, or being made. */
  const pending = new Set<string>();
  let pausedUntilMs = 0;
  let pass = createPass();
  let renewals: EdgeReport["renewals"] = null;
  let certificates: (Pick<CertificateBands, "bands"> & { soonest: number | null }) | null = null;

  function nowSeconds(): number {
    return Math.floor(options.now().getTime() / 1_000);
  }

  function createPass() {
    return {
      /** Of the set, then (`isRead`) of the table, which may have some that the set no longer has. */
      names: null as Iterator<string> | null,
      isRead: false,
      startedAtMs: options.nowMs(),
      watched: 0,
      dueNow: 0,
      overdueCount: 0,
      overdue: [] as Overdue[],
      bands: { expired: 0, under_10_percent: 0, under_20_percent: 0, enough: 0, unknown: 0 },
      /** When the first certificate ends, in seconds since 1970. */
      soonest: null as number | null,
    };
  }

  function readSome(): void {
    // An edge without a set yet: nothing is known about what is in the table.
    if (pass.names === null && set.size() === 0) return;
    pass.names ??= set.hostnames()[Symbol.iterator]();
    const now = nowSeconds();
    const spreadSeconds = set.size() / perSecond;
    for (let read = 0; read < namesPerTick; read += 1) {
      const { done, value } = pass.names.next();
      if (!done && !pass.isRead) readOne(value, now, spreadSeconds);
      else if (!done) forgetReleased(value);
      else if (!pass.isRead && table.size() > set.size()) {
        pass.isRead = true;
        pass.names = table.hostnames();
      } else {
        finishPass();
        return;
      }
    }
  }

  function forgetReleased(hostname: string): void {
    if (set.isAdmitted(hostname) === undefined) table.delete(hostname);
  }

  function readOne(hostname: string, now: number, spreadSeconds: number): void {
    pass.watched += 1;
    const facts = factsOf(hostname, now);
    const status = renewalStatus(facts, now, { jitter: jitterOf(hostname), spreadSeconds });
    pass.bands[bandOf(facts, now)] += 1;
    if (facts.notAfter > 0) pass.soonest = Math.min(pass.soonest ?? facts.notAfter, facts.notAfter);
    if (status.inWindow) pass.dueNow += 1;
    if (status.overdue) {
      pass.overdueCount += 1;
      if (pass.overdue.length < maxOverdue) {
        pass.overdue.push({ hostname, notAfter: new Date(facts.notAfter * 1_000).toISOString() });
      }
    }
    if (status.due === "no" || pending.has(hostname)) return;
    const { queue } = lanes[status.due];
    // What does not fit is still due at the next pass.
    if (queue.length >= maxQueued) return;
    queue.push(hostname);
    pending.add(hostname);
  }

  function factsOf(hostname: string, now: number): RenewalFacts {
    const known = table.find(hostname);
    const facts =
      known === null ? { notBefore: 0, notAfter: 0, triedAt: now, serial: 0, tries: 0 } : withoutFuture(known, now);
    if (facts !== known) table.set(hostname, facts);
    return facts;
  }

  function finishPass(): void {
    const { watched, dueNow, overdueCount, overdue, bands, soonest } = pass;
    renewals = { watched, dueNow, overdueCount, overdue };
    certificates = { bands, soonest };
    const notBeforeMs = pass.startedAtMs + minPassMs;
    pass = { ...createPass(), startedAtMs: Math.max(notBeforeMs, options.nowMs()) };
  }

  function begin(lane: Lane): void {
    const nowMs = options.nowMs();
    if (lane.isBusy || nowMs < lane.nextAtMs || nowMs < pausedUntilMs) return;
    const hostname = lane.queue.shift();
    if (hostname === undefined) return;
    lane.nextAtMs = nowMs + lane.intervalMs;
    lane.isBusy = true;
    void shakeHands(hostname).finally(() => {
      lane.isBusy = false;
      pending.delete(hostname);
    });
  }

  async function shakeHands(hostname: string): Promise<void> {
    // A hostname that waits for the CA's limits is read again after a while.
    const result = set.isAdmitted(hostname) === true ? await options.handshake(hostname) : null;
    if (result?.kind === "unreachable" && result.code === "no_connection") {
      pausedUntilMs = options.nowMs() + unreachablePauseMs;
      return;
    }
    const facts = table.find(hostname);
    // Released meanwhile.
    if (facts === null) return;
    table.set(hostname, factsAfter(facts, nowSeconds(), result === null ? null : certificateOf(result)));
  }

  return {
    tick() {
      if (options.nowMs() >= pass.startedAtMs) readSome();
      begin(lanes.renewal);
      begin(lanes.routine);
    },
    renewals: () => renewals,
    certificates() {
      if (certificates === null) return null;
      const { bands, soonest } = certificates;
      return { bands, soonestSeconds: soonest === null ? null : soonest - nowSeconds() };
    },
  };
}

/** Of the lifetime, because certificates of six days and of ninety are renewed at the same share of it. */
function bandOf({ notBefore, notAfter }: RenewalFacts, now: number): keyof CertificateBands["bands"] {
  if (notAfter === 0) return "unknown";
  const left = (notAfter - now) / (notAfter - notBefore);
  if (left <= 0) return "expired";
  if (left < 0.1) return "under_10_percent";
  return left < 0.2 ? "under_20_percent" : "enough";
}

type Overdue = { hostname: string; notAfter: string };

function createLane(intervalMs: number): Lane {
  return { queue: [], intervalMs, nextAtMs: 0, isBusy: false };
}

/** Whether it is trusted does not matter here: Caddy has one for the hostname. */
function certificateOf(result: ProbeResult): Pick<RenewalFacts, "notBefore" | "notAfter" | "serial"> | null {
  if (result.kind !== "certificate" || !result.matchesName) return null;
  const { notBefore, notAfter, serial } = result.certificate;
  return {
    notBefore: Math.floor(notBefore.getTime() / 1_000),
    notAfter: Math.floor(notAfter.getTime() / 1_000),
    serial: hashText(serial),
  };
}

function jitterOf(hostname: string): number {
  return hashText(hostname) / 2 ** 32;
}
