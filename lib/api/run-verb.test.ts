import { expect, it } from "vitest";
import { runVerb } from "@/lib/api/run-verb";
import type { Database } from "@/lib/db/client";
import { Refusal } from "@/lib/kernel/errors";
import { silentLog } from "@/lib/kernel/log";
import type { Context } from "@/lib/platform/ports/context";

const replica = { engine: "postgres" } as Database;
const primary = { engine: "postgres", reader: async () => replica } as Database;
const alone = { engine: "postgres", reader: async () => null } as Database;
const contextOn = (database: Database) => ({ database, log: silentLog }) as Context;

/** Which database a verb ran on, each time. */
async function ran(database: Database, mayRead: boolean, failures: readonly Error[] = []) {
  const on: Database[] = [];
  const left = [...failures];
  const verb = async (ctx: Context) => {
    on.push(ctx.database);
    const failure = left.shift();
    if (failure) throw failure;
  };
  const endpoint = { id: "listThings", ...(mayRead ? { replica: true as const } : {}) };
  const error = await runVerb(contextOn(database), endpoint, verb, {}).then(
    () => null,
    (thrown) => thrown,
  );
  return { on, error };
}

it("an endpoint that may read from a replica does where one is current, and no other does", async () => {
  expect((await ran(primary, true)).on).toEqual([replica]);
  expect((await ran(alone, true)).on).toEqual([alone]);
  expect((await ran(primary, false)).on).toEqual([primary]);
});

it("a read that the replica ends is made on the primary, and a refusal stands", async () => {
  const conflict = new Error("canceling statement due to conflict with recovery");
  const repeated = await ran(primary, true, [conflict]);
  expect(repeated.on).toEqual([replica, primary]);
  expect(repeated.error).toBeNull();
  const refusal = new Refusal("not_found", "There is none.");
  expect(await ran(primary, true, [refusal])).toEqual({ on: [replica], error: refusal });
  const broken = new Error("column does not exist");
  expect((await ran(primary, true, [broken, broken])).error).toBe(broken);
});
