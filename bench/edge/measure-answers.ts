import { randomBytes, randomInt } from "node:crypto";
import { startResponder } from "@/bench/edge/start-responder";
import { writeStoredSet } from "@/bench/edge/write-set";
import { putLoad } from "@/bench/load";
import { readMemory } from "@/bench/machine";
import { type BenchRow, measured } from "@/bench/report";
import { benchToken, startBareServer } from "@/bench/start-server";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";

const namesPerClient = 3_000;

/** Ask and route of one responder, each beside a bare HTTP server with the same requests, right after it. */
export async function measureAnswers(hosts: number, seconds: number): Promise<BenchRow[]> {
  const scratch = createScratchDirectory("bench-edge");
  const bare = await startBareServer();
  try {
    writeStoredSet(scratch.path, hosts, "http://127.0.0.1:9");
    const responder = await startResponder(scratch.path);
    try {
      const memory = readMemory(responder.pid);
      const rows = [
        measured(
          `responder with ${hosts.toLocaleString("en")} hosts: seconds to answers, Node's start included`,
          responder.loadedAfterMs / 1_000,
          "s",
          { aim: { most: 3 } },
        ),
        measured("… resident after it", memory.residentMb, "MB", { aim: { most: 300 } }),
      ];
      const known = () => `shop.customer-${randomInt(1, hosts + 1)}.com`;
      const unknown = () => `${randomBytes(9).toString("hex")}.unknown-${randomInt(1_000_000)}.net`;
      const kinds = {
        "ask, known": { path: () => responder.askPath(known()), headers: () => ({}), ratioLeast: 0.8 },
        "ask, unknown": { path: () => responder.askPath(unknown()), headers: () => ({}), ratioLeast: 0.6 },
        "route, known": {
          path: () => "/internal/route",
          headers: () => ({ "x-forwarded-host": known() }),
          ratioLeast: 0.8,
        },
        "route, unknown": {
          path: () => "/internal/route",
          headers: () => ({ "x-forwarded-host": unknown() }),
          ratioLeast: 0.6,
        },
      };
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
          rows.push(
            measured(`${name}, ${connections} connections`, ours.perSecond, "/s", {
              baseline: { what: "bare server", value: base.perSecond },
              aim: { ratioLeast: kind.ratioLeast },
            }),
          );
        }
      }
      rows.push(
        measured("responder, resident after all these requests", readMemory(responder.pid).residentMb, "MB", {
          aim: { most: 300 },
        }),
      );
      return rows;
    } finally {
      await responder.stop();
    }
  } finally {
    await bare.stop();
    scratch.remove();
  }
}
