import { isFromThisMachine } from "@/lib/api/client-address";
import type { RouteRequest } from "@/lib/api/route-request";
import type { Runtime } from "@/lib/api/runtime";
import { Refusal } from "@/lib/kernel/errors";
import { isSameSecret } from "@/lib/platform/crypto/hash-secret";

/**
 * `/metrics` and `/healthz` are for whoever has the token and, in an installation without INTERNAL_TOKEN, for programs on
 * this machine, because nobody else can reach the app there.
 * @throws Refusal unauthorized
 */
export function assertMayMonitor({ env }: Pick<Runtime, "env">, request: RouteRequest): void {
  const { internalToken } = env;
  const isAllowed =
    internalToken === null ? isFromThisMachine(request.headers) : isSameSecret(givenToken(request), internalToken);
  if (isAllowed) return;
  throw new Refusal("unauthorized", "Send INTERNAL_TOKEN as a bearer token or in X-Latchkey-Token.");
}

function givenToken({ url, headers }: RouteRequest): string {
  const bearer = /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
  return new URL(url).searchParams.get("token") ?? headers.get("x-latchkey-token") ?? bearer ?? "";
}
