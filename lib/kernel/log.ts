import { type DestinationStream, pino } from "pino";
import type { Env } from "@/lib/kernel/env";
import { limitRepeats } from "@/lib/kernel/limit-repeats";

export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/** Differ from line to line of the same event. */
const volatile = new Set(["requestId", "key", "attempts", "final", "detail"]);

/**
 * Structured lines on standard output. No line should hold a secret or a challenge value; one that is logged under its own
 * name is redacted. Warnings that repeat are limited, and say how many were left out; errors never are, because the request id
 * of an answer leads to one.
 */
export function createLog(env: Pick<Env, "logLevel">, destination?: DestinationStream): Log {
  const repeats = limitRepeats(() => performance.now());
  const options: pino.LoggerOptions = {
    level: env.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["secret", "*.secret", "authorization", "*.authorization", "challengeValue", "*.challengeValue"],
      censor: "[cut]",
    },
    hooks: {
      logMethod([first, ...rest], method, level) {
        if (level !== pino.levels.values.warn) return method.apply(this, [first, ...rest]);
        const [fields, text] = typeof first === "object" ? [first as object, String(rest[0])] : [{}, String(first)];
        const same = Object.entries(fields).filter(([name]) => !volatile.has(name));
        const leftOut = repeats.pass(`${text} ${JSON.stringify(same)}`, text);
        if (leftOut === null) return;
        method.apply(this, leftOut === 0 ? [first, ...rest] : [{ ...fields, repeated: leftOut }, text]);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** For tests and scripts that want no lines. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
