import { assertHostnameAllowed } from "@/lib/accounts/tokens/assert-hostname-allowed";
import type { ParsedHostname } from "@/lib/dns/hostname";
import { findPlatformName } from "@/lib/dns/platform-names";
import { readHostname } from "@/lib/dns/read-hostname";
import { challenge } from "@/lib/dns/records/challenge";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Reads a hostname to connect, or to look up.
 * @param param wire name of the input that holds it
 * @throws Refusal invalid; forbidden where the caller's widget token is for another hostname
 */
export function assertHostname(ctx: Context, input: string, param = "hostname"): ParsedHostname {
  const parsed = readHostname(input, {
    allowReservedTlds: ctx.policy.sandbox,
    platformHostnames: ctx.policy.platformHostnames,
  });
  if (!parsed.ok) {
    throw new Refusal("invalid", parsed.message, { param, details: { reason: parsed.reason } });
  }
  const platform = findPlatformName(parsed.hostname);
  if (platform?.refused) {
    throw new Refusal("invalid", platform.message, { param, details: { reason: "other_platform" } });
  }
  if (challenge.name(parsed.hostname).length > 253) {
    const text =
      "This name is too long: the record that proves ownership would not fit below it (253 characters in all).";
    throw new Refusal("invalid", text, { param, details: { reason: "too_long_for_challenge" } });
  }
  assertHostnameAllowed(ctx, parsed.hostname, param);
  return parsed;
}
