import type { Call, CallInput, CallOutput } from "@/lib/api/calls/call";
import type { EndpointId } from "@/lib/api/endpoints/registry";
import { readDates } from "@/lib/api/read-dates";
import { fromWire, toWire } from "@/lib/kernel/wire";

const timeoutMs = 20_000;

export type ApiErrorFields = {
  /** From the error envelope, or the client's own `unreachable` and `unreadable`. */
  code: string;
  message: string;
  param: string | null;
  details: Record<string, unknown>;
  requestId: string | null;
  /** Where the code is explained. */
  docUrl?: string | null;
  /** HTTP status; null: there was no response. */
  status?: number | null;
  /** From the `Retry-After` header. */
  retryAfterSeconds?: number | null;
};

/** An error response, or no usable response. `message` can be shown to people. */
export class ApiError extends Error {
  readonly code: string;
  readonly param: string | null;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;
  readonly docUrl: string | null;
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;

  constructor(fields: ApiErrorFields) {
    super(fields.message);
    this.name = "ApiError";
    this.code = fields.code;
    this.param = fields.param;
    this.details = fields.details;
    this.requestId = fields.requestId;
    this.docUrl = fields.docUrl ?? null;
    this.status = fields.status ?? null;
    this.retryAfterSeconds = fields.retryAfterSeconds ?? null;
  }
}

/** Where a request goes, and with which credentials. Default: the page's own origin and its cookies. */
export type Transport = { baseUrl?: string; headers?: Record<string, string>; fetch?: typeof globalThis.fetch };

/**
 * Calls an endpoint, from the page that the same server sent: the response is taken as it is, with its times as `Date`s.
 * @throws ApiError; an abort by `signal` is rethrown
 */
export async function request<Id extends EndpointId>(
  call: Call<Id>,
  input: CallInput<Id>,
  options: Transport & { signal?: AbortSignal } = {},
): Promise<CallOutput<Id>> {
  const answer = await send(call, input, options);
  if (typeof answer !== "object" || answer === null) throw unreadable();
  return readDates(answer) as CallOutput<Id>;
}

/**
 * Sends a request and returns the response in camelCase, unparsed.
 * @throws ApiError; an abort by `signal` is rethrown
 */
export async function send(
  { method, path }: Pick<Call, "method" | "path">,
  input: unknown,
  options: Transport & { signal?: AbortSignal } = {},
): Promise<unknown> {
  const { url, body } = addressOf(method, path, toWire(input) as Record<string, unknown>);
  const { baseUrl = "", ...transport } = options;
  return fromWire(await fetchJson(`${baseUrl}${url}`, { method, body, ...transport }));
}

/**
 * Sends and receives JSON, with a time-out. An error response becomes an ApiError.
 * @throws ApiError
 */
export async function fetchJson(
  url: string,
  call: Omit<Transport, "baseUrl"> & { method: string; body?: unknown; signal?: AbortSignal | undefined },
): Promise<unknown> {
  const deadline = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let answer: unknown;
  try {
    response = await (call.fetch ?? fetch)(url, {
      method: call.method,
      signal: call.signal ? AbortSignal.any([call.signal, deadline]) : deadline,
      headers: { ...call.headers, ...(call.body === undefined ? {} : { "content-type": "application/json" }) },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    answer = await response.json().catch((error: unknown) => {
      if (error instanceof SyntaxError) return null;
      throw error;
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw unreachable();
  }
  if (response.ok) return answer;
  const envelope = readEnvelope(fromWire(answer));
  if (!envelope) throw unreadable();
  const { status, headers } = response;
  throw new ApiError({ ...envelope, status, retryAfterSeconds: secondsOf(headers.get("retry-after")) });
}

/** Without zod: a page that only posts a form should not load it. null: not an error envelope. */
function readEnvelope(answer: unknown): ApiErrorFields | null {
  const { error } = (answer ?? {}) as { error?: unknown };
  if (typeof error !== "object" || error === null) return null;
  const { code, message, param, details, requestId, docUrl } = error as Record<string, unknown>;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return {
    code,
    message,
    param: textOf(param),
    details: typeof details === "object" && details !== null ? { ...details } : {},
    requestId: textOf(requestId),
    docUrl: textOf(docUrl),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Latchkey sends `Retry-After` in seconds, never as a date. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^\d{1,9}$/.test(header) ? Number(header) : null;
}

function addressOf(
  method: Call["method"],
  template: string,
  input: Record<string, unknown>,
): { url: string; body?: unknown } {
  const rest = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (method === "POST" || method === "PUT" || method === "PATCH") return { url: path, body: rest };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(key, String(item));
  }
  return { url: query.size === 0 ? path : `${path}?${query}` };
}

function unreachable(): ApiError {
  const message = "Latchkey cannot be reached right now.";
  return new ApiError({ code: "unreachable", message, param: null, details: {}, requestId: null });
}

/** The response is not what the endpoint promises. */
export function unreadable(): ApiError {
  const message = "Latchkey sent an unexpected response. Reload the page, or update the client.";
  return new ApiError({ code: "unreadable", message, param: null, details: {}, requestId: null });
}
