import { setTimeout as sleep } from "node:timers/promises";
import { retryDelayMs } from "@/lib/kernel/retry-delay-ms";

type Options = {
  /** With a sentence: when the wait begins, when its reason changes, and each minute. */
  onWaiting(sentence: string): void;
  nowMs?: () => number;
  pause?: (ms: number) => Promise<unknown>;
};

const delaysMs = [250, 500, 1_000, 2_000, 5_000] as const;
const repeatMs = 60_000;

/**
 * Runs `work` until the database is there and lets us in. Only what an operator may repair while we wait is waited for: any
 * other error is thrown.
 */
export async function waitForDatabase<T>(
  work: () => Promise<T>,
  { onWaiting, nowMs = () => performance.now(), pause = sleep }: Options,
): Promise<T> {
  let said = { reason: "", atMs: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const reason = whyUnavailable(error);
      if (reason === null) throw error;
      if (reason !== said.reason || nowMs() - said.atMs >= repeatMs) {
        onWaiting(`Waiting for the database: ${reason}. Trying again until it is there.`);
        said = { reason, atMs: nowMs() };
      }
      await pause(retryDelayMs(delaysMs, attempt));
    }
  }
}

/** Where there is a code and no text, or none that says what is the case here. */
const knownReasons: Record<string, string> = {
  ECONNREFUSED: "nothing listens at its address",
  ECONNRESET: "it closed the connection",
  EPIPE: "it closed the connection",
  ENOTFOUND: "the name of its host does not exist",
  EAI_AGAIN: "the name of its host cannot be looked up",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  // lock_not_available: a migration gave up, so that nobody waits behind it.
  "55P03": "another transaction holds a lock that a migration needs",
};

/** PostgreSQL's classes: no connection, no authorization, no such database, too many connections, shutting down or starting. */
const serverCodes = /^(08...|28...|3D000|53300|57P0[123])$/;
/** Errors of the driver that have no code. */
const driverTexts =
  /^(timeout expired|timeout exceeded when trying to connect|Connection terminated|Query read timeout)/;
/** How Prisma passes an error of the database on, and `N/A` for one of the connection. */
const prismaText = /Raw query failed\. Code: `(.+?)`\. Message: `(.+)`\s*$/s;

/** null: the database is there, and something else is wrong. */
function whyUnavailable(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const [, code = "code" in error ? String(error.code) : "", text = error.message] =
    prismaText.exec(error.message) ?? [];
  const known = knownReasons[code];
  if (known !== undefined) return `${known} (${code})`;
  const isUnavailable = serverCodes.test(code) || code === "N/A" || driverTexts.test(text);
  return isUnavailable ? text : whyUnavailable(error.cause);
}
