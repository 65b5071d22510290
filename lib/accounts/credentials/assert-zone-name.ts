import { readHostname } from "@/lib/dns/read-hostname";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** The name of a zone as people type it, in A-labels. @throws Refusal invalid */
export function assertZoneName(ctx: Context, zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  const parsed = readHostname(zone, { allowReservedTlds: ctx.policy.sandbox, platformHostnames: [] });
  if (!parsed.ok) throw new Refusal("invalid", parsed.message, { param: "zone" });
  return parsed.hostname;
}
