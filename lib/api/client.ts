import { z } from "zod";
import type { Endpoint } from "@/lib/api/endpoint";
import { fromWire, toWire } from "@/lib/api/wire";

const timeoutMs = 20_000;

export type ApiErrorFields = {
  /** Of the API's envelope; `unreachable` and `unreadable` are the client's own. */
  code: string;
  message: string;
  param: string | null;
  details: Record<string, unknown>;
  requestId: string | null;
};

/** A refusal of the API, or no usable answer at all. `message` is meant for people. */
export class ApiError extends Error {
  readonly code: string;
  readonly param: string | null;
  readonly details: Record<string, unknown>;
  readonly requestId: string | null;

  constructor(fields: ApiErrorFields) {
    super(fields.message);
    this.name = "ApiError";
    this.code = fields.code;
    this.param = fields.param;
    this.details = fields.details;
    this.requestId = fields.requestId;
  }
}

/**
 * Calls an endpoint of this origin from the browser and parses its answer with the endpoint's own schema.
 * @throws ApiError; an abort by `signal` is thrown as it is
 */
export async function request<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  input: z.input<I>,
  options: { signal?: AbortSignal } = {},
): Promise<z.output<O>> {
  const { url, body } = addressOf(endpoint, toWire(input) as Record<string, unknown>);
  const answer = await fetchJson(url, { method: endpoint.method, body, signal: options.signal });
  const parsed = endpoint.output.safeParse(reviveDates(endpoint.output, fromWire(answer)));
  if (!parsed.success) throw unreadable();
  return parsed.data;
}

/**
 * JSON in, JSON out, with a time-out; an answer that is no success becomes an ApiError from its error envelope.
 * @throws ApiError
 */
export async function fetchJson(
  url: string,
  call: { method: string; body?: unknown; signal?: AbortSignal | undefined },
): Promise<unknown> {
  const deadline = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(url, {
      method: call.method,
      signal: call.signal ? AbortSignal.any([call.signal, deadline]) : deadline,
      ...(call.body === undefined
        ? {}
        : { body: JSON.stringify(call.body), headers: { "content-type": "application/json" } }),
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
  const envelope = envelopeSchema.safeParse(fromWire(answer));
  if (!envelope.success) throw unreadable();
  throw new ApiError(envelope.data.error);
}

const envelopeSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    param: z
      .string()
      .nullish()
      .transform((param) => (param ? param : null)),
    details: z.record(z.string(), z.unknown()).default({}),
    requestId: z
      .string()
      .nullish()
      .transform((id) => id ?? null),
  }),
});

function addressOf(endpoint: Endpoint, input: Record<string, unknown>): { url: string; body?: unknown } {
  const rest = { ...input };
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  });
  if (endpoint.method === "POST" || endpoint.method === "PATCH") return { url: path, body: rest };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    for (const item of Array.isArray(value) ? value : [value]) query.append(key, String(item));
  }
  return { url: query.size === 0 ? path : `${path}?${query}` };
}

/** Dates are strings on the wire. Only where the schema has a date is a string made one, never inside free data. */
function reviveDates(schema: z.core.$ZodType, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (schema instanceof z.ZodDate) return typeof value === "string" ? new Date(value) : value;
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return reviveDates(schema.unwrap(), value);
  if (schema instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((item) => reviveDates(schema.element, item));
  }
  if (schema instanceof z.ZodObject && typeof value === "object") {
    const shape: Record<string, z.core.$ZodType | undefined> = schema.shape;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const inner = shape[key];
        return [key, inner ? reviveDates(inner, item) : item];
      }),
    );
  }
  return value;
}

function unreachable(): ApiError {
  const message = "Latchkey cannot be reached right now.";
  return new ApiError({ code: "unreachable", message, param: null, details: {}, requestId: null });
}

function unreadable(): ApiError {
  const message = "Latchkey gave an answer that this page does not understand. Reload the page.";
  return new ApiError({ code: "unreadable", message, param: null, details: {}, requestId: null });
}
