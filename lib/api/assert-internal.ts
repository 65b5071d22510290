import { isFromThisMachine } from "@/lib/api/client-address";
import type { Runtime } from "@/lib/api/runtime";
import { isAuthorized } from "@/lib/edge/answer-internal";
import { Refusal } from "@/lib/kernel/errors";

/** @throws Refusal unauthorized */
export function assertInternal({ internal }: Pick<Runtime, "internal">, request: Request): void {
  if (!hasToken(internal, request)) throw invalidToken();
}

/**
 * `/metrics` and `/healthz` are for whoever has the token and, in an installation without INTERNAL_TOKEN, for programs on
 * this machine, because nobody else can reach the app there.
 * @throws Refusal unauthorized
 */
export function assertMayMonitor({ env, internal }: Pick<Runtime, "env" | "internal">, request: Request): void {
  if (hasToken(internal, request)) return;
  if (env.internalToken !== null || !isFromThisMachine(request.headers)) throw invalidToken();
}

function hasToken(internal: Runtime["internal"], request: Request): boolean {
  const question = { query: new URL(request.url).searchParams, header: (name: string) => request.headers.get(name) };
  return isAuthorized(internal, question);
}

export function invalidToken(): Refusal {
  return new Refusal("unauthorized", "Send INTERNAL_TOKEN as a bearer token or in X-Latchkey-Token.");
}
