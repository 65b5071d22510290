import type { z } from "zod";
import { crossOriginHeaders } from "@/lib/accounts/tokens/cross-origin";
import { assertCaller, authenticate, isView } from "@/lib/api/authenticate";
import { clientAddress } from "@/lib/api/client-address";
import { countsAgainstPlan, type Endpoint, hasBody } from "@/lib/api/endpoints/endpoint";
import type { EndpointId } from "@/lib/api/endpoints/registry";
import { errorResponse, jsonResponse } from "@/lib/api/error-response";
import { assertText, readBody, readQuery } from "@/lib/api/read-input";
import type { RouteRequest } from "@/lib/api/route-request";
import { runVerb } from "@/lib/api/run-verb";
import { getRuntime, type Runtime } from "@/lib/api/runtime";
import { storedSecrets } from "@/lib/api/stored-secrets";
import { changeConnectionShare } from "@/lib/db/connection-share";
import { newId } from "@/lib/kernel/ids";
import { fromWire, toWire } from "@/lib/kernel/wire";
import { runOnce } from "@/lib/platform/idempotency/run-once";
import type { Caller, Context, ServiceContext } from "@/lib/platform/ports/context";
import { recordView } from "@/lib/support/record-staff-view";

/** Answers a request. `params` are the path parameters, decoded. */
export type Route = (request: RouteRequest, params: Record<string, string>) => Promise<Response>;

/**
 * The route of an endpoint that needs credentials: authenticate, count against the rate limit, check the scope, count
 * against the plan, validate the input, run the verb.
 */
export function handle<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  verb: (ctx: Context, input: z.output<I>) => Promise<z.output<O>>,
): Route {
  return respond(endpoint, async ({ runtime, request, params, caller, headers }) => {
    const ctx = { ...(await authenticate(runtime.service, request, endpoint, caller)), caller };
    changeConnectionShare([ctx.tenantId]);
    const limit = await runtime.rateLimiter.count(ctx.tenantId, ctx.actor);
    Object.assign(headers, limit.headers);
    if (limit.refusal) throw limit.refusal;
    assertCaller(ctx, endpoint, request.headers.get("origin"));
    // A person's own session and account are not the tenant's data.
    if (isView(ctx, endpoint) && !endpoint.caller) await recordView(ctx, fillPath(endpoint, params));
    // An open widget reads again and again: visitors must not use up the plan by looking.
    const isLooking = ctx.actor.kind === "widget" && endpoint.method === "GET";
    if (countsAgainstPlan(endpoint) && !isLooking) await runtime.apiCalls.count(ctx);
    const input = endpoint.input.parse(await readInput(endpoint, request, params));

    const key = endpoint.method === "POST" ? request.headers.get("idempotency-key") : null;
    const { id: endpointId, status } = endpoint;
    if (key === null) return { status, body: toWire(await runVerb(ctx, endpoint, verb, input)) };
    const isCurrent = storedSecrets[endpointId as EndpointId];
    const answer = await runOnce(ctx, { key, endpointId, status, input, isCurrent }, (once) => verb(once, input));
    if (answer.replayed) headers["idempotency-replayed"] = "true";
    return answer;
  });
}

/** The route of an endpoint that is open to everyone. Its verb acts for no tenant. */
export function handlePublic<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  verb: (service: ServiceContext, input: z.output<I>) => Promise<z.output<O>>,
): Route {
  return respond(endpoint, async ({ runtime, request, params }) => {
    const input = endpoint.input.parse(await readInput(endpoint, request, params));
    return { status: endpoint.status, body: toWire(await verb(runtime.service, input)) };
  });
}

type Call = {
  runtime: Runtime;
  request: RouteRequest;
  params: Record<string, string>;
  caller: Caller;
  /** Response headers, set on success and on error. */
  headers: Record<string, string>;
};

/** `body` is in wire form. */
type Answer = { status: number; body: unknown };

/** Gives every response a request id, a log line, a metric, a span and, on failure, the error envelope. */
function respond(endpoint: Endpoint, run: (call: Call) => Promise<Answer>): Route {
  const name = `${endpoint.method} ${endpoint.path}`;
  return async (request, params) => {
    const runtime = await getRuntime();
    const { service, env, metrics, tracer } = runtime;
    const requestId = newId(service.now());
    const startedAt = performance.now();
    const headers: Record<string, string> = {};

    async function answer(): Promise<Response> {
      try {
        if (endpoint.widget) Object.assign(headers, await crossOriginHeaders(service, request.headers));
        const caller = { ip: clientAddress(request.headers, env.trustedProxies), requestId, signal: request.signal };
        const { status, body } = await run({ runtime, request, params, caller, headers });
        return jsonResponse(body, status, requestId, headers);
      } catch (error) {
        return errorResponse(error, requestId, env.appUrl, service.log, headers);
      }
    }

    const parent = request.headers.get("traceparent");
    const response = await tracer.span(name, { kind: "server", parent }, async (note) => {
      const answered = await answer();
      note({
        "http.response.status_code": answered.status,
        "http.route": endpoint.path,
        "latchkey.request_id": requestId,
      });
      return answered;
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    metrics.observeRequest(name, response.status, seconds);
    service.log.info({ requestId, route: name, status: response.status, ms: Math.round(seconds * 1_000) }, "api");
    return response;
  };
}

function fillPath({ path }: Endpoint, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
}

/** Path parameters and body or query as one camelCase object. */
async function readInput(endpoint: Endpoint, request: RouteRequest, params: Record<string, string>): Promise<unknown> {
  const given = hasBody(endpoint) ? await readBody(request, endpoint.maxBodyBytes) : readQuery(request);
  const input = { ...given, ...params };
  assertText(input);
  return fromWire(input);
}
