import type { LookUp } from "@/lib/dns/look-up";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import { askOverTcp } from "@/lib/dns/tcp-transport";
import {
  createUdpTransport,
  type OutgoingQuestion,
  type ServerEndpoint,
  type TransportOutcome,
} from "@/lib/dns/udp-transport";
import { createFairGate, type FairGate, type Permit } from "@/lib/kernel/fair-gate";

export type ExchangeOptions = {
  attemptTimeoutMs: number;
  maxInFlightPerServer: number;
  maxQueuedPerServer: number;
  maxInFlight: number;
};

export type ExchangeQuestion = { name: string; type: string; recursionDesired: boolean; checkingDisabled?: boolean };

export type ExchangeOutcome = { transport: "udp" | "tcp"; rttMs: number } & (
  | { kind: "message"; message: DnsMessage }
  | { kind: "failed"; reason: "timeout" | "malformed" | "network" | "no_tcp" | "overload" }
);

/**
 * Asks one server one question. Never rejects. Look-ups of a tenant, and of a domain of theirs, use their share of what may
 * be in flight, in all and to each server. `overload`: the question got no slot or time; the server is not to blame.
 */
export type Exchange = {
  ask(server: ServerEndpoint, question: ExchangeQuestion, lookUp: LookUp): Promise<ExchangeOutcome>;
  close(): Promise<void>;
};

/** Silence counts against a server only if it had this part of the time that it has when nobody else asks. */
const fairTimeShare = 0.5;

/** UDP with EDNS(0) and one retry on silence, without EDNS where a server rejects it, over TCP where the answer is cut. */
export function createExchange(options: ExchangeOptions): Exchange {
  const udp = createUdpTransport();
  const all = createFairGate({ maxInFlight: options.maxInFlight, maxQueued: options.maxInFlight * 8 });
  const servers = new Map<string, FairGate>();

  /** The permit of the whole comes first: what waits for one server takes from the share of its own tenant alone. */
  async function enter({ address, port }: ServerEndpoint, { tenantId, domain, deadlineMs }: LookUp): Promise<Permit> {
    const path = [tenantId, domain];
    const whole = await all.enter(path, deadlineMs - performance.now());
    if (whole.kind !== "granted") return whole;
    const key = `${address} ${port}`;
    const limits = { maxInFlight: options.maxInFlightPerServer, maxQueued: options.maxQueuedPerServer };
    const server = servers.get(key) ?? createFairGate(limits);
    servers.set(key, server);
    const leave = () => {
      if (server.isIdle()) servers.delete(key);
      whole.release();
    };
    const permit = await server.enter(path, deadlineMs - performance.now());
    if (permit.kind !== "granted") {
      leave();
      return permit;
    }
    return {
      kind: "granted",
      release() {
        permit.release();
        leave();
      },
    };
  }

  async function converse(
    server: ServerEndpoint,
    question: ExchangeQuestion,
    deadlineMs: number,
  ): Promise<ExchangeOutcome> {
    const startedAtMs = performance.now();
    const attempt = (run: Ask, outgoing: OutgoingQuestion): Promise<TransportOutcome> => {
      const leftMs = Math.min(options.attemptTimeoutMs, deadlineMs - performance.now());
      return leftMs <= 0 ? Promise.resolve(outOfTime) : run(server, outgoing, leftMs);
    };
    const rttMs = () => Math.round((performance.now() - startedAtMs) * 100) / 100;

    let outgoing: OutgoingQuestion = { ...question, edns: true };
    let outcome = await attempt(udp.ask, outgoing);
    if (outcome.kind === "failed" && outcome.reason === "timeout") {
      outcome = await attempt(udp.ask, outgoing);
    }
    if (outcome.kind === "message" && rejectsEdns(outcome.message)) {
      outgoing = { ...question, edns: false };
      outcome = await attempt(udp.ask, outgoing);
    }
    if (outcome.kind === "message" && outcome.message.isTruncated) {
      const leftMs = deadlineMs - performance.now();
      const reply = await attempt(askOverTcp, outgoing);
      const isUnproven = reply.kind === "failed" && reply.reason === "no_tcp" && leftMs < options.attemptTimeoutMs / 2;
      return { ...(isUnproven ? outOfTime : reply), transport: "tcp", rttMs: rttMs() };
    }
    return { ...outcome, transport: "udp", rttMs: rttMs() };
  }

  return {
    async ask(server, question, lookUp) {
      const permit = await enter(server, lookUp);
      if (permit.kind !== "granted") return overload;
      try {
        const { deadlineMs, budgetMs } = lookUp;
        const isShort = deadlineMs - performance.now() < fairTimeShare * Math.min(options.attemptTimeoutMs, budgetMs);
        const outcome = await converse(server, question, deadlineMs);
        return isShort && outcome.kind === "failed" && outcome.reason === "timeout" ? overload : outcome;
      } finally {
        permit.release();
      }
    },
    close: () => udp.close(),
  };
}

const outOfTime: TransportOutcome = { kind: "failed", reason: "timeout" };

const overload: ExchangeOutcome = { kind: "failed", reason: "overload", transport: "udp", rttMs: 0 };

type Ask = (server: ServerEndpoint, question: OutgoingQuestion, timeoutMs: number) => Promise<TransportOutcome>;

function rejectsEdns(message: DnsMessage): boolean {
  return message.rcode === rcodes.formErr || message.rcode === rcodes.badVers || message.rcode === rcodes.notImp;
}
