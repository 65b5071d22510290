import type { z } from "zod";
import type { Endpoint } from "@/lib/api/endpoint";
import { errorResponse, jsonResponse } from "@/lib/api/error-response";
import { fromWire } from "@/lib/api/wire";
import { assertScope, authenticate } from "@/lib/auth/authenticate";
import type { Context } from "@/lib/context";
import { getRuntime } from "@/lib/create-context";
import { Refusal } from "@/lib/errors";
import { newId } from "@/lib/ids";

type RouteContext = { params: Promise<Record<string, string>> };

const maxBodyBytes = 256 * 1024;

/** A route: authenticate, scope, validate, run the verb, answer. Every `/v1` route is one of these and nothing else. */
export function handle<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  verb: (ctx: Context, input: z.output<I>) => Promise<z.output<O>>,
): (request: Request, route: RouteContext) => Promise<Response> {
  return async (request, route) => {
    const runtime = await getRuntime();
    const requestId = newId(runtime.service.now());
    const startedAt = performance.now();
    let response: Response;
    try {
      const ctx = await authenticate(runtime.service, request.headers);
      assertScope(ctx, endpoint.scope);
      const input = endpoint.input.parse(await readInput(endpoint, request, await route.params));
      response = jsonResponse(await verb(ctx, input), endpoint.status, requestId);
    } catch (error) {
      response = errorResponse(error, requestId, runtime.env.appUrl, runtime.service.log);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    runtime.metrics.observeRequest(`${endpoint.method} ${endpoint.path}`, response.status, seconds);
    return response;
  };
}

async function readInput(endpoint: Endpoint, request: Request, params: Record<string, string>): Promise<unknown> {
  const given =
    endpoint.method === "GET" || endpoint.method === "DELETE" ? readQuery(request) : await readBody(request);
  return fromWire({ ...given, ...params });
}

/** A key given more than once is a list. */
function readQuery(request: Request): Record<string, string | string[]> {
  const query = new URL(request.url).searchParams;
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const values = query.getAll(key);
      return [key, values.length > 1 ? values : (values[0] ?? "")];
    }),
  );
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new Refusal("invalid", "The body is not valid JSON.", { cause });
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new Refusal("invalid", "The body must be a JSON object.");
  }
  return body as Record<string, unknown>;
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBodyBytes) {
      await reader.cancel();
      throw new Refusal("payload_too_large", `The body is larger than ${maxBodyBytes} bytes.`);
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}
