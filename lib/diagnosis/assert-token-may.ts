import { consume, throttles, tooMany } from "@/lib/accounts/auth/throttle";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

const nouns = { tokenLinks: "links", tokenMails: "mails" } as const;

/**
 * Counts what a visitor does with a widget token, in the transaction that does it. Every other caller may.
 * @throws Refusal rate_limited
 */
export async function assertTokenMay({ actor }: Context, tx: Tx, throttle: keyof typeof nouns): Promise<void> {
  if (actor.kind !== "widget") return;
  const waitSeconds = await consume(tx, throttle, actor.tokenId, throttles[throttle]);
  if (waitSeconds === null) return;
  throw tooMany(
    `${throttles[throttle].points} ${nouns[throttle]} were made from this page within an hour.`,
    waitSeconds,
  );
}
