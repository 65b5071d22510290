import { isFromThisMachine } from "@/lib/api/client-address";
import type { Runtime } from "@/lib/api/runtime";
import { isAuthorized } from "@/lib/edge/answer-internal";

/**
 * Who may read `/metrics` and `/healthz`: whoever has the token and, in an installation without INTERNAL_TOKEN, programs on
 * this machine, because nobody else can reach the app there.
 */
export function mayMonitor({ env, internal }: Pick<Runtime, "env" | "internal">, request: Request): boolean {
  const question = { query: new URL(request.url).searchParams, header: (name: string) => request.headers.get(name) };
  return isAuthorized(internal, question) || (env.internalToken === null && isFromThisMachine(request.headers));
}
