import { type DestinationStream, pino } from "pino";
import type { Env } from "@/lib/kernel/env";

export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/**
 * Structured lines on standard output. No line should hold a secret or a challenge value; one that is logged under its own
 * name is redacted.
 */
export function createLog(env: Pick<Env, "logLevel">, destination?: DestinationStream): Log {
  const options = {
    level: env.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["secret", "*.secret", "authorization", "*.authorization", "challengeValue", "*.challengeValue"],
      censor: "[cut]",
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** For tests and scripts that want no lines. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
