import type { z } from "zod";
import { ApiError, send, unreadable } from "@/lib/api/client";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { type EndpointId, type EndpointOf, endpoints } from "@/lib/api/endpoints/registry";

export { ApiError } from "@/lib/api/client";
export { type Assertion, InvalidAssertionError, type VerifyOptions, verifyAssertion } from "@/lib/api/verify-assertion";

const defaultRetries = 2;
/** The rate limit never asks for more than a minute. */
const longestWaitMs = 60_000;
const firstWaitMs = 500;

export type ClientOptions = {
  /** Where Latchkey runs, e.g. `https://latchkey.example.com`. */
  baseUrl: string;
  /** An API key (`sk_…`), or a widget token. */
  token: string;
  fetch?: typeof globalThis.fetch;
  /** How often to retry after 429 and 503, for a GET or a POST with an idempotency key. Default 2. */
  retries?: number;
};

export type CallOptions = {
  signal?: AbortSignal;
  /** For POSTs: the same key and input run once, however often they are sent within 24 hours. */
  idempotencyKey?: string;
};

/** A method for each endpoint, by its id: `client.createConnection({ applicationId, hostname })`. */
export type Client = {
  readonly [Id in EndpointId]: Method<EndpointOf<Id>>;
};

/**
 * A typed client of the whole API, for servers and browsers. Names are in camelCase, times are `Date`s, and responses are
 * validated by the API's schemas. Calls throw ApiError; an abort by `signal` is rethrown.
 */
export function createClient(options: ClientOptions): Client {
  const methods = endpoints.map((endpoint) => [
    endpoint.id,
    (input: unknown = {}, call: CallOptions = {}) => callWithRetries(endpoint, input, call, options),
  ]);
  return Object.fromEntries(methods) as Client;
}

async function callWithRetries(
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
      const answer = await send(endpoint, input, {
        baseUrl,
        headers,
        ...(options.fetch ? { fetch: options.fetch } : {}),
        ...(signal ? { signal } : {}),
      });
      const parsed = endpoint.output.safeParse(answer);
      if (!parsed.success) throw unreadable();
      return parsed.data;
    } catch (error) {
      const delayMs = retriesLeft > 0 ? retryDelayMs(error, waitMs) : null;
      if (delayMs === null) throw error;
      await wait(delayMs, signal);
      retriesLeft -= 1;
    }
  }
}

/** How long to wait before a retry; null: do not retry. */
function retryDelayMs(error: unknown, defaultMs: number): number | null {
  if (!(error instanceof ApiError) || (error.status !== 429 && error.status !== 503)) return null;
  const ms = error.retryAfterSeconds === null ? defaultMs : error.retryAfterSeconds * 1_000;
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
