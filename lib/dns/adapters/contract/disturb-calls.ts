import type { ProviderDns } from "@/lib/dns/adapters/provider-dns";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { OutboundHttp, OutboundRequest, OutboundResult } from "@/lib/platform/outbound/outbound-http";

/**
 * What becomes of a call. `lost`: it never arrives. `unanswered`: it is done, and the connection breaks before the answer.
 * `slow`: it is done, and the answer is too late. A number: this status, and nothing is done.
 */
export type Fate = "pass" | "lost" | "unanswered" | "slow" | 429 | 500;

export type Disturbance = {
  /** Asked before each call; what it does itself happens between two calls of the adapter. */
  next(): Promise<Fate>;
};

/** Every call of an adapter, in the order in which they went out. */
export type CallLog = { url: string; method: string; atMs: number }[];

export function disturbHttp(
  outbound: Pick<OutboundHttp, "send">,
  disturbance: Disturbance,
  log: CallLog,
  nowMs: () => number,
): Pick<OutboundHttp, "send"> {
  return {
    async send(request) {
      log.push({ url: request.url, method: request.method, atMs: nowMs() });
      return answer(request, outbound, await disturbance.next());
    },
  };
}

export function disturbDns(dns: ProviderDns, disturbance: Disturbance, log: CallLog, nowMs: () => number): ProviderDns {
  return {
    async converse(server, messages, isComplete) {
      log.push({ url: server.host, method: "DNS", atMs: nowMs() });
      const fate = await disturbance.next();
      const isDone = fate === "pass" || fate === "unanswered" || fate === "slow";
      const replies = isDone ? await dns.converse(server, messages, isComplete) : [];
      if (fate === "pass") return replies;
      throw new ProviderFault("provider_unavailable", { said: "disturbed" });
    },
  };
}

const reset: OutboundResult = { kind: "failed", reason: "reset", message: "The connection broke.", durationMs: 1 };
const timeout: OutboundResult = { kind: "failed", reason: "timeout", message: "No answer in time.", durationMs: 1 };

async function answer(
  request: OutboundRequest,
  outbound: Pick<OutboundHttp, "send">,
  fate: Fate,
): Promise<OutboundResult> {
  if (fate === "lost") return reset;
  if (typeof fate === "number") {
    const headers: Record<string, string> = fate === 429 ? { "retry-after": "2" } : {};
    return { kind: "response", status: fate, headers, body: "{}", truncated: false, durationMs: 1 };
  }
  const result = await outbound.send(request);
  return fate === "pass" ? result : fate === "slow" ? timeout : reset;
}
