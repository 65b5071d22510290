import { createApiCallMeter } from "@/lib/accounts/quotas/api-call-meter";
import { createRateLimiter } from "@/lib/accounts/quotas/rate-limit";
import { type Runtime, runtimeHolder } from "@/lib/api/runtime";
import { noTracer } from "@/lib/kernel/tracer";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { testAppUrl } from "@/lib/runtime/testing/context";

type TestRuntimeOptions = {
  apiRateLimit?: number;
  workerSecret?: string;
  internalToken?: string;
  edgeToken?: string;
  parts?: Partial<Runtime>;
};

/**
 * Installs a runtime with `service`, so that routes created by `handle` run in a test. `parts` are what other routes need
 * of a runtime.
 */
export function installTestRuntime(service: ServiceContext, options: TestRuntimeOptions = {}): void {
  const runtime = {
    service,
    env: {
      appUrl: testAppUrl,
      trustedProxies: 1,
      worker: { secret: options.workerSecret },
      internalToken: options.internalToken ?? null,
      edge: { token: options.edgeToken ?? null },
    },
    metrics: { observeRequest() {} },
    tracer: noTracer,
    problems: () => [],
    rateLimiter: createRateLimiter(options.apiRateLimit ?? 1_000_000),
    apiCalls: createApiCallMeter(service),
    ...options.parts,
  };
  runtimeHolder().opening = Promise.resolve(runtime as unknown as Runtime);
}

export type TestCall = {
  method?: string;
  query?: string;
  body?: unknown;
  /** A raw body, instead of `body`. */
  text?: string;
  headers?: Record<string, string>;
  params?: Record<string, string>;
};

export type TestRoute = (request: Request, params: Record<string, string>) => Promise<Response>;

/** Calls a route as the router does; `secret` is the bearer's. */
export async function callRoute(route: TestRoute, secret: string | null, options: TestCall = {}) {
  const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const request = new Request(`${testAppUrl}/v1/x${options.query ?? ""}`, {
    method: options.method ?? (text === undefined ? "GET" : "POST"),
    headers: { ...(secret ? { authorization: `Bearer ${secret}` } : {}), ...options.headers },
    ...(text === undefined ? {} : { body: text }),
  });
  const response = await route(request, options.params ?? {});
  const body = await response.text();
  return { status: response.status, headers: response.headers, json: body === "" ? null : JSON.parse(body) };
}
