import type { z } from "zod";
import { crossOriginHeaders } from "@/lib/accounts/tokens/cross-origin";
import { assertCaller, authenticate, isView } from "@/lib/api/authenticate";
import { clientAddress } from "@/lib/api/client-address";
import { type Endpoint, hasBody, isMetered } from "@/lib/api/endpoints/endpoint";
import { errorResponse, jsonResponse } from "@/lib/api/error-response";
import { assertText, readBody, readQuery } from "@/lib/api/read-input";
import { getRuntime, type Runtime } from "@/lib/api/runtime";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { fromWire, toWire } from "@/lib/kernel/wire";
import {
  createIdempotencyStore,
  findStoredResponse,
  idempotencyKeyPattern,
  Replay,
  type StoredResponse,
  saveAfterwards,
} from "@/lib/platform/idempotency/idempotency";
import type { Caller, Context, ServiceContext } from "@/lib/platform/ports/context";
import { recordView } from "@/lib/support/record-staff-view";

type RouteContext = { params: Promise<Record<string, string>> };
type Route = (request: Request, route: RouteContext) => Promise<Response>;

type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/**
 * A route: authenticate, count, scope, validate, run the verb, answer. Every `/v1` route that needs credentials is one
 * of these and nothing else.
 */
export function handle<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  verb: (ctx: Context, input: z.output<I>) => Promise<z.output<O>>,
): Route {
  return respond(endpoint, async (runtime, request, params, caller, headers) => {
    const ctx = { ...(await authenticate(runtime.service, request, endpoint, caller)), caller };
    const { headers: limitHeaders, refusal } = await runtime.rateLimiter.count(ctx.tenantId, ctx.actor);
    Object.assign(headers, limitHeaders);
    if (refusal) throw refusal;
    assertCaller(ctx, endpoint, request.headers.get("origin"));
    // One's own session and account are nothing of the company's.
    if (isView(ctx, endpoint) && !endpoint.caller) await recordView(ctx, pathOf(endpoint, params));
    if (isMetered(endpoint)) await runtime.apiCalls.count(ctx);
    const input = endpoint.input.parse(await readInput(endpoint, request, params));
    const key = endpoint.method === "POST" ? request.headers.get("idempotency-key") : null;
    if (key !== null) return runOnce(ctx, endpoint, verb, input, key, headers);
    return { status: endpoint.status, body: toWire(await verb(ctx, input)) };
  });
}

/** A route that is open to everyone. Its verb acts for no tenant. */
export function handlePublic<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  verb: (service: ServiceContext, input: z.output<I>) => Promise<z.output<O>>,
): Route {
  return respond(endpoint, async (runtime, request, params) => {
    const input = endpoint.input.parse(await readInput(endpoint, request, params));
    return { status: endpoint.status, body: toWire(await verb(runtime.service, input)) };
  });
}

/** What every answer has: a request id, its line in the log, its place in the metrics, and the error envelope. */
function respond(
  endpoint: Endpoint,
  run: (
    runtime: Runtime,
    request: Request,
    params: Record<string, string>,
    caller: Caller,
    headers: Record<string, string>,
  ) => Promise<Answer>,
): Route {
  const name = `${endpoint.method} ${endpoint.path}`;
  return async (request, route) => {
    const runtime = await getRuntime();
    const { log } = runtime.service;
    const requestId = newId(runtime.service.now());
    const startedAt = performance.now();
    const headers: Record<string, string> = {};
    let response: Response;
    try {
      if (endpoint.widget) Object.assign(headers, await crossOriginHeaders(runtime.service, request.headers));
      const caller = {
        ip: clientAddress(request.headers, runtime.env.trustedProxies),
        requestId,
        signal: request.signal,
      };
      const answer = await run(runtime, request, await route.params, caller, headers);
      response = jsonResponse(answer.body, answer.status, requestId, headers);
    } catch (error) {
      response = errorResponse(error, requestId, runtime.env.appUrl, log, headers);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    runtime.metrics.observeRequest(name, response.status, seconds);
    log.info({ requestId, route: name, status: response.status, ms: Math.round(seconds * 1_000) }, "api");
    return response;
  };
}

/** With an `Idempotency-Key`: the work is done once, and its answer is given as often as it is asked for. */
async function runOnce<I extends z.ZodType, O extends z.ZodType>(
  ctx: Context,
  endpoint: Endpoint<I, O>,
  verb: (ctx: Context, input: z.output<I>) => Promise<z.output<O>>,
  input: z.output<I>,
  key: string,
  headers: Record<string, string>,
): Promise<Answer> {
  if (!idempotencyKeyPattern.test(key)) {
    const text = "Idempotency-Key: 1 to 255 printable ASCII characters without spaces.";
    throw new Refusal("invalid", text, { param: "Idempotency-Key" });
  }
  const request = { key, endpointId: endpoint.id, status: endpoint.status, input };
  const again = (answer: StoredResponse): Answer => {
    headers["idempotency-replayed"] = "true";
    return answer;
  };
  const before = await findStoredResponse(ctx, request);
  if (before) return again(before);
  const idempotency = createIdempotencyStore(ctx, request);
  try {
    const answer = await verb({ ...ctx, idempotency }, input);
    if (!idempotency.isSaved()) await saveAfterwards(ctx, idempotency, answer);
    return { status: endpoint.status, body: toWire(answer) };
  } catch (error) {
    if (error instanceof Replay) return again(error.answer);
    throw error;
  }
}

function pathOf({ path }: Endpoint, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}

async function readInput(endpoint: Endpoint, request: Request, params: Record<string, string>): Promise<unknown> {
  const given = hasBody(endpoint) ? await readBody(request) : readQuery(request);
  const input = { ...given, ...params };
  assertText(input);
  return fromWire(input);
}
