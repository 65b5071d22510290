import { randomBytes, randomInt } from "node:crypto";
import { loadavg } from "node:os";
import { startResponder } from "@/bench/edge/start-responder";
import { writeStoredSet } from "@/bench/edge/write-set";
import { type Figures, putLoad, round } from "@/bench/load";
import { readMemory } from "@/bench/machine";
import { benchToken, startBareServer } from "@/bench/start-server";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";

const namesPerClient = 3_000;

/** Ask and route of one responder, each beside a bare HTTP server with the same requests, right after it. */
export async function measureAnswers(hosts: number, seconds: number): Promise<void> {
  const scratch = createScratchDirectory("bench-edge");
  const bare = await startBareServer();
  try {
    writeStoredSet(scratch.path, hosts, "http://127.0.0.1:9");
    const responder = await startResponder(scratch.path);
    try {
      const memory = readMemory(responder.pid);
      console.table({
        "a set from disk": {
          hosts,
          "seconds to answers, Node's start included": round(responder.loadedAfterMs / 1_000),
          "resident MB": memory.residentMb,
          "peak MB": memory.peakMb,
          load: loadavg()[0],
        },
      });
      const known = () => `shop.customer-${randomInt(1, hosts + 1)}.com`;
      const unknown = () => `${randomBytes(9).toString("hex")}.unknown-${randomInt(1_000_000)}.net`;
      const kinds = {
        "ask, known": { path: () => responder.askPath(known()), headers: () => ({}) },
        "ask, unknown": { path: () => responder.askPath(unknown()), headers: () => ({}) },
        "route, known": { path: () => "/internal/route", headers: () => ({ "x-forwarded-host": known() }) },
        "route, unknown": { path: () => "/internal/route", headers: () => ({ "x-forwarded-host": unknown() }) },
      };
      const rows: Record<string, Omit<Figures, "statuses"> & { statuses: string; ratio?: number; load?: number }> = {};
      for (const connections of [16, 4]) {
        for (const [name, kind] of Object.entries(kinds)) {
          const put = (url: string) =>
            putLoad({
              url,
              connections,
              duration: seconds,
              headers: { "x-latchkey-token": benchToken },
              setupClient: (client) =>
                client.setRequests(
                  Array.from({ length: namesPerClient }, () => ({
                    method: "GET" as const,
                    path: kind.path(),
                    headers: { "x-latchkey-token": benchToken, ...kind.headers() },
                  })),
                ),
            });
          if (connections === 16) await put(responder.url);
          const base = await put(bare.url);
          const ours = await put(responder.url);
          const label = `${name}, ${connections} connections`;
          rows[`bare server: ${label}`] = { ...base, statuses: JSON.stringify(base.statuses) };
          rows[label] = {
            ...ours,
            statuses: JSON.stringify(ours.statuses),
            ratio: round(ours.perSecond / base.perSecond),
            load: round(loadavg()[0] ?? 0),
          };
        }
      }
      console.table(rows);
      console.log(`memory of the responder after it: ${JSON.stringify(readMemory(responder.pid))}`);
    } finally {
      await responder.stop();
    }
  } finally {
    await bare.stop();
    scratch.remove();
  }
}
