import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal forbidden: people belong to the whole tenant, and a test key is for playing */
export function assertMayManageTeam({ actor }: Context): void {
  if (actor.kind === "key" && actor.environment === "test") {
    throw new Refusal("forbidden", "A test key does not manage the team. Use a live key.");
  }
}
