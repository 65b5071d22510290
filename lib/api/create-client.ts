import type { z } from "zod";
import { ApiError, request } from "@/lib/api/client";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { type EndpointId, type EndpointOf, endpoints } from "@/lib/api/endpoints/registry";

export { ApiError } from "@/lib/api/client";

const defaultRetries = 2;
/** A minute is the longest that the rate limit asks for. */
const longestWaitMs = 60_000;
const firstWaitMs = 500;

export type ClientOptions = {
  /** Where Latchkey runs, e.g. `https://latchkey.example.com`. */
  baseUrl: string;
  /** An API key (`sk_…`), or a widget token. */
  token: string;
  fetch?: typeof globalThis.fetch;
  /** How often a call is tried again after 429 and 503, if it may be repeated: a GET, or a POST with a key. Default 2. */
  retries?: number;
};

export type CallOptions = {
  signal?: AbortSignal;
  /** For POSTs: the same key and input are done once, however often they are sent within 24 hours. */
  idempotencyKey?: string;
};

/** A method for each endpoint, by its id: `client.createConnection({ applicationId, hostname })`. */
export type Client = {
  readonly [Id in EndpointId]: Method<EndpointOf<Id>>;
};

/**
 * A typed client of the whole API, for servers and browsers. Names are in camelCase, times are `Date`s, and answers are
 * checked against the schemas of the API. Calls throw ApiError; an abort by `signal` is thrown as it is.
 */
export function createClient(options: ClientOptions): Client {
  const methods = endpoints.map((endpoint) => [
    endpoint.id,
    (input: unknown = {}, call: CallOptions = {}) => callPatiently(endpoint, input, call, options),
  ]);
  return Object.fromEntries(methods) as Client;
}

async function callPatiently(
  endpoint: Endpoint,
  input: unknown,
  call: CallOptions,
  options: ClientOptions,
): Promise<unknown> {
  const { signal, idempotencyKey } = call;
  const headers = {
    authorization: `Bearer ${options.token}`,
    ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
  };
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const mayRepeat = endpoint.method === "GET" || (endpoint.method === "POST" && idempotencyKey !== undefined);
  for (let retriesLeft = mayRepeat ? (options.retries ?? defaultRetries) : 0, waitMs = firstWaitMs; ; waitMs *= 2) {
    try {
      return await request(endpoint, input, {
        baseUrl,
        headers,
        ...(options.fetch ? { fetch: options.fetch } : {}),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      const askedMs = retriesLeft > 0 ? waitOf(error, waitMs) : null;
      if (askedMs === null) throw error;
      await wait(askedMs, signal);
      retriesLeft -= 1;
    }
  }
}

/** How long to wait before another try; null: none will help soon. */
function waitOf(error: unknown, otherwiseMs: number): number | null {
  if (!(error instanceof ApiError) || (error.status !== 429 && error.status !== 503)) return null;
  const ms = error.retryAfterSeconds === null ? otherwiseMs : error.retryAfterSeconds * 1_000;
  return ms <= longestWaitMs ? ms : null;
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}

type Method<E> =
  E extends Endpoint<infer I, infer O>
    ? (
        ...args: object extends z.input<I>
          ? [input?: z.input<I>, options?: CallOptions]
          : [input: z.input<I>, options?: CallOptions]
      ) => Promise<z.output<O>>
    : never;
