import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import type { z } from "zod";
import { type ChangesAnswer, changesAnswerSchema, type SequencedChange, sequenceOf } from "@/lib/edge/protocol/changes";
import { type EdgeSettings, edgeSettingsSchema } from "@/lib/edge/protocol/settings";
import type { ControlPlane } from "@/lib/edge/responder/control-plane";
import type { EdgeSet } from "@/lib/edge/responder/edge-set";
import { createSetParser } from "@/lib/edge/responder/parse-set";
import type { Problems } from "@/lib/edge/responder/problems";
import { errorText } from "@/lib/kernel/errors";

/** What the edge has, and what is done with what the control plane sends. */
export type Followed = {
  set(): EdgeSet | null;
  settingsVersion(): string | null;
  /** A whole set, in place of the present one. */
  onSet(set: EdgeSet): void;
  /** Applied to the set already. */
  onChanges(changes: readonly SequencedChange[], cursor: string): void;
  onSettings(settings: EdgeSettings): void;
};

export type FollowOptions = {
  controlPlane: ControlPlane;
  edgeId: string;
  followed: Followed;
  problems: Problems;
  /** On a monotonic clock. */
  nowMs(): number;
  waitSeconds?: number;
  /** How long the answer to a poll may be late. */
  graceMs?: number;
  maxDelayMs?: number;
};

export type Following = {
  isConnected(): boolean;
  /** Since the control plane last confirmed that the set is up to date. */
  staleMs(): number;
  stop(): Promise<void>;
};

const maxAnswerBytes = 64_000_000;
const maxSettingsBytes = 1_000_000;
const settingsTimeoutMs = 10_000;
const snapshotIdleMs = 30_000;
const sliceBytes = 32_768;
const firstDelayMs = 100;
const withoutSetMs = 500;

/** The answer contradicts itself or what was answered before: only a new snapshot helps. */
class ContradictionError extends Error {}

/** Keeps the set up to date, for as long as the process runs. */
export function followChanges(options: FollowOptions): Following {
  const { controlPlane, followed, problems, nowMs, waitSeconds = 10, graceMs = 10_000, maxDelayMs = 5_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const startedMs = nowMs();
  let currentAtMs: number | null = null;
  let isConnected = false;
  let needsSnapshot = false;
  let wantedSettings: string | null = null;
  /** When the settings may be asked for again after a failure. */
  let settingsFromMs = 0;
  let failures = 0;
  /** Snapshots since the last changes that could be used. */
  let snapshots = 0;

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await step();
        isConnected = true;
        failures = 0;
        problems.clear("control plane");
      } catch (error) {
        if (signal.aborted) return;
        isConnected = false;
        needsSnapshot ||= error instanceof ContradictionError;
        problems.set("control plane", `the control plane at ${controlPlane.url()}: ${errorText(error)}`);
        controlPlane.advance();
        failures += 1;
        // Without a set every visitor is refused: often the control plane is only about to start.
        const longestMs = followed.set() === null ? Math.min(maxDelayMs, withoutSetMs) : maxDelayMs;
        await sleep(delayMs(failures, longestMs), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async function step(): Promise<void> {
    const version = followed.settingsVersion();
    const isOld = version === null || (wantedSettings !== null && version !== wantedSettings);
    if (isOld && nowMs() >= settingsFromMs) await readSettings();
    const set = followed.set();
    if (set === null || needsSnapshot) await takeSnapshot(set);
    else await poll(set);
  }

  /** Hostnames are followed without them too. */
  async function readSettings(): Promise<void> {
    const path = "/internal/edge/settings";
    try {
      const answer = await controlPlane.ask({ path, timeoutMs: settingsTimeoutMs, maxBytes: maxSettingsBytes, signal });
      assertOk(answer.status);
      const settings = readAs(edgeSettingsSchema, answer.body);
      followed.onSettings(settings);
      // Whatever version the changes name: asked for again only once they name another one.
      wantedSettings = settings.version;
      problems.clear("settings");
    } catch (error) {
      if (signal.aborted) throw error;
      settingsFromMs = nowMs() + maxDelayMs;
      problems.set("settings", `the settings cannot be read from ${controlPlane.url()}: ${errorText(error)}`);
    }
  }

  async function takeSnapshot(before: EdgeSet | null): Promise<void> {
    // At once the first time. Should the new one lead to no usable changes either, the delays grow.
    if (snapshots > 0) await sleep(delayMs(snapshots, maxDelayMs), undefined, { signal });
    snapshots += 1;
    const set = await readSnapshot(controlPlane, signal);
    if (set.size() === 0 && before !== null && before.size() > 0) {
      const sentence = `the control plane's set of hostnames became empty, where this edge knew ${before.size()}`;
      problems.set("empty set", sentence);
    } else problems.clear("empty set");
    followed.onSet(set);
    needsSnapshot = false;
  }

  async function poll(set: EdgeSet): Promise<void> {
    const after = set.cursor;
    const query = new URLSearchParams({ after, wait: String(waitSeconds), edge: options.edgeId });
    const path = `/internal/edge/changes?${query}`;
    const timeoutMs = waitSeconds * 1_000 + graceMs;
    const { status, body } = await controlPlane.ask({ path, timeoutMs, maxBytes: maxAnswerBytes, signal });
    if (status === 410) {
      needsSnapshot = true;
      return;
    }
    assertOk(status);
    const answer = readAs(changesAnswerSchema, body);
    assertContinues(answer, after);
    snapshots = 0;
    for (const change of answer.changes) set.apply(change);
    if (answer.changes.length > 0) {
      set.moveTo(answer.cursor);
      followed.onChanges(answer.changes, answer.cursor);
    }
    if (!answer.more) currentAtMs = nowMs();
    wantedSettings = answer.settingsVersion;
  }

  const running = run();
  return {
    isConnected: () => isConnected,
    staleMs: () => nowMs() - (currentAtMs ?? startedMs),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function readSnapshot(controlPlane: ControlPlane, signal: AbortSignal): Promise<EdgeSet> {
  const response = await controlPlane.open({ path: "/internal/edge/snapshot", timeoutMs: snapshotIdleMs, signal });
  try {
    assertOk(response.statusCode ?? 0);
    const text = createGunzip();
    response.on("error", (error) => text.destroy(error));
    response.pipe(text);
    const parser = createSetParser();
    for await (const chunk of text as AsyncIterable<Buffer>) {
      for (let start = 0; start < chunk.length; start += sliceBytes) {
        parser.push(chunk.subarray(start, start + sliceBytes));
        await setImmediate();
      }
    }
    return parser.end();
  } finally {
    response.destroy();
  }
}

function readAs<T>(schema: z.ZodType<T>, body: Buffer): T {
  try {
    return schema.parse(JSON.parse(body.toString("utf8")));
  } catch {
    throw new Error(`an answer that is not of this protocol: ${body.toString("utf8", 0, 60)}`);
  }
}

function assertOk(status: number): void {
  if (status === 200) return;
  if (status === 401 || status === 403) throw new Error(`it refuses EDGE_TOKEN (HTTP ${status})`);
  throw new Error(`HTTP ${status}`);
}

/** @throws ContradictionError unless the changes are those right after the cursor, up to the new one */
function assertContinues({ changes, cursor }: ChangesAnswer, after: string): void {
  const first = sequenceOf(after) + 1;
  const isContiguous = changes.every(({ sequence }, index) => sequence === first + index);
  const ends = changes.length === 0 ? cursor === after : sequenceOf(cursor) === first + changes.length - 1;
  if (!isContiguous || !ends) throw new ContradictionError(`its changes do not continue after ${after}`);
}

/** With jitter, so that edges that lost the control plane at once do not come back at once. */
function delayMs(failures: number, maxDelayMs: number): number {
  return Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 10)) * (0.5 + Math.random() / 2);
}
