import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal forbidden for a test key: the brand is the whole company's, live environment included */
export function assertMayBrand({ actor }: Context): void {
  if (actor.kind === "key" && actor.environment === "test") {
    throw new Refusal("forbidden", "A test key cannot change the company's branding. Use a live key.");
  }
}
