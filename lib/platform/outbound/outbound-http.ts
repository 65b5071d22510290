import type { Socket } from "node:net";
import { createAddressLookup } from "@/lib/dns/address-lookup";
import { createFairSlots, type FairSlots } from "@/lib/kernel/fair-slots";
import { converse, type OutboundMethod } from "@/lib/platform/outbound/converse";
import {
  describeFailure,
  describeTimeout,
  errorCode,
  type FailureReason,
  type Stage,
  tooManyLookups,
} from "@/lib/platform/outbound/describe-failure";
import { type Dial, dialAny, openTcp, openTls } from "@/lib/platform/outbound/open-connection";
import { checkOutboundUrl, type OutboundRefusal, portOf } from "@/lib/platform/outbound/outbound-url";
import { type Lookup, networkLookup, resolveTarget } from "@/lib/platform/outbound/resolve-target";

export type OutboundRequest = {
  /** Whose URL it is, and whose share of the look-ups this counts toward. */
  tenantId: string;
  method: OutboundMethod;
  url: string;
  /** `host`, `connection` and `accept-encoding` are set by the client. */
  headers: Record<string, string>;
  body?: string;
  /** For look-up, connection, TLS and headers; a body that goes on for longer is cut there. */
  timeoutMs: number;
  maxResponseBytes: number;
};

/** The outcome; never an exception. Messages are public text. */
export type OutboundResult =
  | {
      kind: "response";
      status: number;
      /** Names in lower case; repeated ones joined by ", ". */
      headers: Record<string, string>;
      /** What came of it, at most `maxResponseBytes` of UTF-8, cut between characters; other bytes and NUL: U+FFFD. */
      body: string;
      truncated: boolean;
      durationMs: number;
    }
  /** Not sent. */
  | { kind: "refused"; reason: OutboundRefusal; message: string }
  /** `reset`: the connection ended before the headers did. `protocol`: what came back is not HTTP/1.1. */
  | { kind: "failed"; reason: FailureReason; message: string; durationMs: number };

export interface OutboundHttp {
  send(request: OutboundRequest): Promise<OutboundResult>;
  /** Ends running exchanges with `failed: reset`, and refuses new ones. */
  close(): Promise<void>;
}

export type OutboundHttpOptions = {
  /** For the sandbox only: http:// and loopback addresses, on any port, are allowed. */
  allowLoopback: boolean;
  /** Without one: the network's DNS, by the system's resolvers. */
  lookup?: Lookup;
  /** PEM of a root that is trusted in addition to the usual ones. */
  ca?: string;
  dial?: Dial;
};

/**
 * The one HTTP client for every URL that a tenant can set. It resolves once, connects to a checked address and to no other
 * (so DNS rebinding has nothing to rebind), never follows a redirect (a 3xx is a response), keeps no connection (each request
 * is checked anew), takes no proxy from the environment, decompresses nothing, and is bounded in time, header and body size.
 */
export function createOutboundHttp(options: OutboundHttpOptions): OutboundHttp {
  const lookups = createFairSlots(maxLookups);
  const lookup = options.lookup ?? networkLookup(createAddressLookup({ servers: null }));
  const running = new Map<AbortController, Promise<OutboundResult>>();
  let isClosed = false;

  return {
    async send(request) {
      const checked = checkOutboundUrl(request.url, options);
      if (!checked.ok) return { kind: "refused", reason: checked.reason, message: checked.message };
      const ending = new AbortController();
      if (isClosed) ending.abort(closing);
      const timer = setTimeout(() => ending.abort(), request.timeoutMs);
      const find = (name: string) => findInShare(request.tenantId, name, lookup, lookups, ending.signal);
      const exchange = runExchange(request, checked.url, options, find, ending.signal);
      running.set(ending, exchange);
      try {
        return await exchange;
      } finally {
        clearTimeout(timer);
        running.delete(ending);
      }
    },
    async close() {
      isClosed = true;
      for (const ending of running.keys()) ending.abort(closing);
      await Promise.all(running.values());
    },
  };
}

const closing = new Error("closing");
/** Look-ups at a time: a tenant whose names are never answered holds half of them at most. */
const maxLookups = 64;

/** One exchange, from the look-up to the end of the body. The signal ends it: time is up, or the client is closing. */
async function runExchange(
  request: OutboundRequest,
  url: URL,
  options: OutboundHttpOptions,
  find: (hostname: string) => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<OutboundResult> {
  const startedAtMs = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAtMs);
  let stage: Stage = "dns";
  let tcp: Socket | null = null;
  try {
    const target = await untilAborted(resolveTarget(url, options.allowLoopback, find), signal);
    if (!target.ok) return { kind: "refused", reason: target.reason, message: target.message };
    stage = "connect";
    tcp = (options.dial ?? dialAny)(target.addresses, portOf(url));
    await openTcp(tcp, signal);
    if (url.protocol === "https:") stage = "tls";
    const socket = url.protocol === "https:" ? await openTls(tcp, url, options.ca, signal) : tcp;
    stage = "http";
    return { kind: "response", ...(await converse(request, url, socket, signal)), durationMs: durationMs() };
  } catch (error) {
    if (signal.reason === closing) {
      return { kind: "failed", reason: "reset", message: "Latchkey is shutting down.", durationMs: durationMs() };
    }
    if (signal.aborted) {
      return { kind: "failed", ...describeTimeout(stage, request.timeoutMs), durationMs: durationMs() };
    }
    if (invalidHeaderCodes.has(errorCode(error))) {
      return {
        kind: "refused",
        reason: "invalid_request",
        message: "The request holds a header that HTTP does not allow.",
      };
    }
    return { kind: "failed", ...describeFailure(stage, error), durationMs: durationMs() };
  } finally {
    tcp?.destroy();
  }
}

/** @throws a failure with a code of its own where the tenant has its share of look-ups under way */
async function findInShare(
  tenantId: string,
  hostname: string,
  lookup: Lookup,
  lookups: FairSlots,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!lookups.take([tenantId])) throw Object.assign(new Error("too many look-ups"), { code: tooManyLookups });
  try {
    return await lookup(hostname, signal);
  } finally {
    lookups.release([tenantId]);
  }
}

const invalidHeaderCodes: ReadonlySet<string> = new Set([
  "ERR_INVALID_CHAR",
  "ERR_INVALID_HTTP_TOKEN",
  "ERR_HTTP_INVALID_HEADER_VALUE",
]);

/** Does not depend on whether a look-up heeds the signal; its late result is dropped. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject);
  });
}
