import { pino } from "pino";
import type { Env } from "@/lib/env";

export type Log = Pick<pino.Logger, "debug" | "info" | "warn" | "error">;

/** Structured lines on standard output. Secrets and challenge values are cut wherever they stand. */
export function createLog(env: Pick<Env, "logLevel">): Log {
  return pino({
    level: env.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ["secret", "*.secret", "authorization", "*.authorization", "challengeValue", "*.challengeValue"],
      censor: "[cut]",
    },
  });
}

/** For tests and scripts that want no lines. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
