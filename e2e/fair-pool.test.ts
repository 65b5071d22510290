import { afterEach, beforeEach, expect, it } from "vitest";
import { changeConnectionShare, withConnectionShare } from "@/lib/db/connection-share";
import { FairPool } from "@/lib/db/fair-pool";

// The pool of a real PostgreSQL. A query that has to be under way while others are asked waits for an advisory lock.
const lockKey = 4711;
let pool: FairPool;
let holder: FairPool;

beforeEach(async () => {
  const connectionString = process.env.TEST_POSTGRES_URL ?? "";
  pool = new FairPool({ connectionString, max: 8, connectionTimeoutMillis: 20_000 });
  holder = new FairPool({ connectionString, max: 4, connectionTimeoutMillis: 20_000 });
});
afterEach(async () => {
  await Promise.all([pool.end(), holder.end()]);
});

const waitForLock = () => pool.query(`SELECT pg_advisory_xact_lock_shared(${lockKey})`);
const as = <T>(path: string[], work: () => Promise<T>) => withConnectionShare(path, work);

/** Nobody passes `waitForLock` until the returned function is called. */
async function holdLock(): Promise<() => Promise<void>> {
  const client = await holder.connect();
  await client.query(`SELECT pg_advisory_lock(${lockKey})`);
  return async () => {
    await client.query(`SELECT pg_advisory_unlock(${lockKey})`);
    client.release();
  };
}

it("lets one owner have half of the connections, and the next ones connect at once", async () => {
  const unlock = await holdLock();
  const greedy = Array.from({ length: 40 }, () => as(["greedy"], waitForLock));
  // Would wait for the lock, too, if they had to wait for a connection of the others.
  for (const owner of ["one", "two"]) await as([owner], () => pool.query("SELECT 1"));
  await pool.query("SELECT 1");
  expect(pool.totalCount).toBeLessThanOrEqual(5);
  await unlock();
  expect(await Promise.all(greedy)).toHaveLength(40);
});

it("divides an owner's half among its parts, such as the callers of one address", async () => {
  const unlock = await holdLock();
  const greedy = Array.from({ length: 20 }, () => as(["address", "made up"], waitForLock));
  await as(["address", "other"], () => pool.query("SELECT 1"));
  await unlock();
  await Promise.all(greedy);
});

it("counts what a request asks for after it is known whose it is", async () => {
  const unlock = await holdLock();
  const greedy = Array.from({ length: 20 }, () =>
    as(["address"], async () => {
      changeConnectionShare(["tenant"]);
      return waitForLock();
    }),
  );
  for (let turn = 0; turn < 5; turn += 1) await as(["address"], () => pool.query("SELECT 1"));
  await unlock();
  await Promise.all(greedy);
});

it("gives a connection back after an error, a transaction, and a connection that fails", async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    await expect(as(["one"], () => pool.query("SELECT nothing"))).rejects.toThrow("nothing");
    await as(["one"], async () => {
      const client = await pool.connect();
      await client.query("BEGIN");
      client.release(turn % 2 === 0);
    });
  }
  const nowhere = new FairPool({ host: "127.0.0.1", port: 1, max: 4, connectionTimeoutMillis: 1_000 });
  for (let turn = 0; turn < 20; turn += 1) {
    await expect(as(["one"], () => nowhere.query("SELECT 1"))).rejects.toThrow("ECONNREFUSED");
  }
  await nowhere.end();
});

it("a connection to a server that takes no writes, such as the old primary, is not used again", async () => {
  const failWith = async (begin: string, sql: string) => {
    const client = await pool.connect();
    await client.query(begin);
    const { code } = await client.query(sql).catch((error) => error);
    await client.query("ROLLBACK");
    client.release();
    return [code, pool.totalCount];
  };
  expect(await failWith("BEGIN", "SELECT 1/0")).toEqual(["22012", 1]);
  expect(await failWith("BEGIN READ ONLY", "CREATE TABLE never (id int)")).toEqual(["25006", 0]);
});
