import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal forbidden for a test key: people belong to the whole tenant, live environment included */
export function assertMayManageTeam({ actor }: Context): void {
  if (actor.kind === "key" && actor.environment === "test") {
    throw new Refusal("forbidden", "A test key cannot manage the team. Use a live key.");
  }
}
