import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * A token with a hostname is for that hostname only, and for none below it.
 * @param hostname as `assertHostname` returns it
 * @throws Refusal forbidden
 */
export function assertHostnameAllowed(ctx: Pick<Context, "actor">, hostname: string, param = "hostname"): void {
  const { actor } = ctx;
  if (actor.kind !== "widget" || actor.hostname === null || actor.hostname === hostname) return;
  const text = `This widget token is for ${actor.hostname} only. Mint another one on your server for ${hostname}.`;
  throw new Refusal("forbidden", text, { param, details: { hostname: actor.hostname } });
}
