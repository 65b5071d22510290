import { createConcurrencyGate } from "@/lib/dns/concurrency-gate";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import { askOverTcp } from "@/lib/dns/tcp-transport";
import {
  createUdpTransport,
  type OutgoingQuestion,
  type ServerEndpoint,
  type TransportOutcome,
} from "@/lib/dns/udp-transport";

export type ExchangeOptions = {
  attemptTimeoutMs: number;
  maxInFlightPerServer: number;
  maxQueuedPerServer: number;
  maxInFlight: number;
};

export type ExchangeQuestion = { name: string; type: string; recursionDesired: boolean; checkingDisabled?: boolean };

export type ExchangeOutcome = { transport: "udp" | "tcp"; rttMs: number } & (
  | { kind: "message"; message: DnsMessage }
  | { kind: "failed"; reason: "timeout" | "malformed" | "network" | "overload" }
);

/** Asks one server one question. `deadlineMs` is on the clock of performance.now(). Never rejects. */
export type Exchange = {
  ask(server: ServerEndpoint, question: ExchangeQuestion, deadlineMs: number): Promise<ExchangeOutcome>;
  close(): Promise<void>;
};

/** UDP with EDNS(0) and one retry on silence, without EDNS where a server rejects it, over TCP where the answer is cut. */
export function createExchange(options: ExchangeOptions): Exchange {
  const udp = createUdpTransport();
  const gate = createConcurrencyGate({
    maxInFlightPerKey: options.maxInFlightPerServer,
    maxQueuedPerKey: options.maxQueuedPerServer,
    maxInFlight: options.maxInFlight,
    maxQueued: options.maxInFlight * 8,
  });

  async function converse(
    server: ServerEndpoint,
    question: ExchangeQuestion,
    deadlineMs: number,
  ): Promise<ExchangeOutcome> {
    const startedAtMs = performance.now();
    const attempt = (run: UdpAsk, outgoing: OutgoingQuestion): Promise<TransportOutcome> => {
      const leftMs = Math.min(options.attemptTimeoutMs, deadlineMs - performance.now());
      return leftMs <= 0 ? Promise.resolve({ kind: "failed", reason: "timeout" }) : run(server, outgoing, leftMs);
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
      return { ...(await attempt(askOverTcp, outgoing)), transport: "tcp", rttMs: rttMs() };
    }
    return { ...outcome, transport: "udp", rttMs: rttMs() };
  }

  return {
    async ask(server, question, deadlineMs) {
      const permit = await gate.enter(`${server.address} ${server.port}`, deadlineMs - performance.now());
      if (permit.kind !== "granted") {
        return { kind: "failed", reason: permit.kind, transport: "udp", rttMs: 0 };
      }
      try {
        return await converse(server, question, deadlineMs);
      } finally {
        permit.release();
      }
    },
    close: () => udp.close(),
  };
}

type UdpAsk = (server: ServerEndpoint, question: OutgoingQuestion, timeoutMs: number) => Promise<TransportOutcome>;

function rejectsEdns(message: DnsMessage): boolean {
  return message.rcode === rcodes.formErr || message.rcode === rcodes.badVers || message.rcode === rcodes.notImp;
}
