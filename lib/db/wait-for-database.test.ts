import fc from "fast-check";
import { expect, it } from "vitest";
import { openPostgres } from "@/lib/db/client";
import { waitForDatabase } from "@/lib/db/wait-for-database";

type Failure = { code?: string; message: string; said: string };

const failures: Failure[] = [
  { code: "ECONNREFUSED", message: "", said: "nothing listens at its address (ECONNREFUSED)" },
  { code: "28P01", message: 'password authentication failed for user "latchkey"', said: 'for user "latchkey".' },
  { code: "3D000", message: 'database "latchkey" does not exist', said: 'database "latchkey" does not exist.' },
  { code: "57P03", message: "the database system is starting up", said: "the database system is starting up." },
  { code: "55P03", message: "canceling statement due to lock timeout", said: "holds a lock that a migration needs" },
  { message: "timeout expired", said: "timeout expired." },
];

const errorOf = ({ code, message }: Failure) => Object.assign(new Error(message), code === undefined ? {} : { code });

/** With a clock that only pauses move. */
async function waitThrough(list: readonly Error[]): Promise<{ sentences: string[]; pausesMs: number[] }> {
  const sentences: string[] = [];
  const pausesMs: number[] = [];
  let atMs = 0;
  const left = [...list];
  await waitForDatabase(
    async () => {
      const error = left.shift();
      if (error) throw error;
    },
    {
      onWaiting: (sentence) => sentences.push(sentence),
      nowMs: () => atMs,
      pause: async (ms) => {
        atMs += ms;
        pausesMs.push(ms);
      },
    },
  );
  return { sentences, pausesMs };
}

it.each(failures)("waits through $code $message, and says the reason", async (failure) => {
  const { sentences } = await waitThrough([errorOf(failure), errorOf(failure)]);
  expect(sentences).toEqual([expect.stringContaining(failure.said)]);
  const inMigration = new Error("The migration 1 failed: x", { cause: errorOf(failure) });
  expect((await waitThrough([inMigration])).sentences).toEqual(sentences);
});

it("says each reason once, and again each minute, with pauses that grow to 5 s", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...failures), { maxLength: 100 }), async (list) => {
      const { sentences, pausesMs } = await waitThrough(list.map(errorOf));
      const changes = list.filter((one, index) => one !== list[index - 1]).length;
      const minutes = Math.floor(pausesMs.reduce((sum, ms) => sum + ms, 0) / 60_000);
      expect(sentences.length).toBeGreaterThanOrEqual(changes);
      expect(sentences.length).toBeLessThanOrEqual(changes + minutes);
      expect(pausesMs).toEqual(list.map((_, index) => [250, 500, 1_000, 2_000][index] ?? 5_000));
    }),
  );
  const hour = Array.from({ length: 720 }, () => errorOf({ code: "ECONNREFUSED", message: "", said: "" }));
  const { sentences } = await waitThrough(hour);
  expect(Math.abs(sentences.length - 60)).toBeLessThan(3);
});

it.each([
  Object.assign(new Error('syntax error at or near "X"'), { code: "42601" }),
  new Error("The migration 1 was edited after it was applied"),
])("throws what waiting does not help: %s", async (error) => {
  await expect(waitThrough([error])).rejects.toBe(error);
});

it("waits where nothing listens, by the driver's own errors", async () => {
  // Port 1 is never PostgreSQL's.
  const database = openPostgres("postgresql://latchkey:secret@127.0.0.1:1/latchkey", 4, () => undefined);
  const sentences: string[] = [];
  const works = [() => database.execute("SELECT 1"), () => database.prisma.$queryRaw`SELECT 1`, async () => null];
  await waitForDatabase<unknown>(async () => works.shift()?.(), {
    onWaiting: (sentence) => sentences.push(sentence),
    pause: async () => undefined,
  });
  expect(works).toEqual([]);
  expect(sentences).toEqual([
    expect.stringContaining("nothing listens at its address (ECONNREFUSED)"),
    expect.stringContaining("Can't reach database server at 127.0.0.1:1"),
  ]);
  expect(sentences.join()).not.toContain("secret");
  await database.close();
});
