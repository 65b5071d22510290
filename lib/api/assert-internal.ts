import type { Runtime } from "@/lib/api/runtime";
import { isAuthorized } from "@/lib/edge/answer-internal";
import { Refusal } from "@/lib/kernel/errors";

/** @throws Refusal unauthorized */
export function assertInternal({ internal }: Pick<Runtime, "internal">, request: Request): void {
  const question = { query: new URL(request.url).searchParams, header: (name: string) => request.headers.get(name) };
  if (!isAuthorized(internal, question)) throw invalidToken();
}

export function invalidToken(): Refusal {
  return new Refusal("unauthorized", "Send INTERNAL_TOKEN as a bearer token or in X-Latchkey-Token.");
}
