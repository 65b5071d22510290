import { renewalOverdueAt, renewsFrom } from "@/lib/edge/guardian/policy";

/** What is known about a hostname's certificate at this edge. Times are whole seconds since 1970. */
export type RenewalFacts = {
  notBefore: number;
  /** 0: no certificate was seen yet. */
  notAfter: number;
  /** The last handshake; before the first one, when the hostname was found. */
  triedAt: number;
  /** A hash of the certificate's serial number. */
  serial: number;
  /** Handshakes that showed no certificate, or in the window the old one, in a row. */
  tries: number;
};

export type RenewalStatus = {
  /** `renewal`: the handshake makes Caddy order a certificate. */
  due: "no" | "routine" | "renewal";
  dueAt: number;
  inWindow: boolean;
  /** Handshakes in the window changed nothing, and the last sixth of the lifetime has begun. */
  overdue: boolean;
};

/** CAs limit failed validations (Let's Encrypt: five an hour for each name), and others make handshakes too. */
const retrySeconds = [60, 900, 3_600] as const;
const minRenewalRetrySeconds = 5;
const minRoutineSeconds = 3_600;
const overdueTries = 3;
/** With less time left than this, Caddy renews at every handshake: five of its check intervals. */
const alwaysRenewedSeconds = 3_000;

/**
 * Whether a handshake is due, from the facts and the time alone: when the clock jumps, no time that it gave is stored. A
 * handshake in the future, which a clock that was ahead has left, is corrected by `withoutFuture` first.
 * @param jitter from 0 to 1, always the same for a hostname
 * @param spreadSeconds in which all hostnames get their first handshake
 */
export function renewalStatus(
  facts: RenewalFacts,
  now: number,
  { jitter, spreadSeconds }: { jitter: number; spreadSeconds: number },
): RenewalStatus {
  const { notBefore, notAfter, triedAt } = facts;
  if (notAfter === 0) {
    const dueAt = triedAt + (facts.tries === 0 ? jitter * spreadSeconds : retryAfter(facts.tries));
    return { due: now >= dueAt ? "routine" : "no", dueAt, inWindow: false, overdue: false };
  }
  const lifetime = notAfter - notBefore;
  // Certificates that were issued together are not renewed in the same minute.
  const from = renewsFrom(notBefore, notAfter) + (jitter * lifetime) / 60;
  const inWindow = now >= from;
  const dueAt = inWindow
    ? Math.max(from, triedAt < from ? from : triedAt + Math.max(minRenewalRetrySeconds, lifetime / 30))
    : Math.min(from, triedAt + Math.max(minRoutineSeconds, lifetime / 6));
  const orders = inWindow || notAfter - now < alwaysRenewedSeconds;
  const overdueAt = renewalOverdueAt(notBefore, notAfter);
  return {
    due: now < dueAt ? "no" : orders ? "renewal" : "routine",
    dueAt,
    inWindow,
    overdue: now > overdueAt && triedAt > overdueAt && facts.tries >= overdueTries,
  };
}

/** A handshake in the future counts as one of now: the next one waits no longer than it could have been set to. */
export function withoutFuture(facts: RenewalFacts, now: number): RenewalFacts {
  return facts.triedAt > now ? { ...facts, triedAt: now } : facts;
}

function retryAfter(tries: number): number {
  return retrySeconds[Math.min(tries, retrySeconds.length) - 1] ?? 0;
}

/** The facts after a handshake. @param seen null: it showed no certificate for the hostname */
export function factsAfter(
  facts: RenewalFacts,
  now: number,
  seen: Pick<RenewalFacts, "notBefore" | "notAfter" | "serial"> | null,
): RenewalFacts {
  const counts = facts.notAfter === 0 || now >= renewsFrom(facts.notBefore, facts.notAfter);
  const isNew = seen !== null && (facts.notAfter === 0 || seen.serial !== facts.serial);
  const tries = isNew ? 0 : Math.min(255, facts.tries + (counts ? 1 : 0));
  return { ...facts, ...seen, triedAt: now, tries };
}
