import { Refusal } from "@/lib/kernel/errors";
import type { Actor, Context } from "@/lib/platform/ports/context";

/** What a caller sees of a stored `end_user_ref`: a widget token, which is in a browser, its own alone. */
export function endUserRefFor(actor: Actor, endUserRef: string | null): string | null {
  return actor.kind === "widget" && actor.endUserRef !== endUserRef ? null : endUserRef;
}

/**
 * The `end_user_ref` of a new connection: that of the widget token, which a browser cannot change, or what was given.
 * @throws Refusal forbidden where another one was given
 */
export function assertEndUserRef({ actor }: Pick<Context, "actor">, given: string | undefined): string | null {
  const own = actor.kind === "widget" ? actor.endUserRef : null;
  if (own === null || given === undefined || given === own) return own ?? given ?? null;
  const text = "This widget token was created for another end_user_ref. Leave it out: the token's own is stored.";
  throw new Refusal("forbidden", text, { param: "end_user_ref" });
}
