import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import type { SequencedChange } from "@/lib/edge/protocol/changes";
import { type Disk, localDisk } from "@/lib/edge/responder/disk";
import { createEdgeSet, type EdgeSet } from "@/lib/edge/responder/edge-set";
import { createProblems, type Problems } from "@/lib/edge/responder/problems";
import { createSetStore, type SetStore } from "@/lib/edge/responder/set-store";
import { changeArbitrary, contentOf, cursorOf, hostChange, idOf, releaseChange } from "@/lib/runtime/testing/edge-sets";

let scratch: ReturnType<typeof createScratchDirectory>;
beforeEach(() => {
  scratch = createScratchDirectory("set-store-test");
});
afterEach(() => scratch.remove());

type Opened = { store: SetStore; set: EdgeSet | null; problems: Problems };

async function open(folder: string, options: { disk?: Disk; minJournalBytes?: number } = {}): Promise<Opened> {
  const problems = createProblems(() => undefined);
  const store = createSetStore({ disk: localDisk, folder, problems, now: () => new Date(), retryMs: 20, ...options });
  const { set } = await store.load();
  return { store, set, problems };
}

/** As the responder does: the memory first, then the disk. */
function apply({ store, set }: Opened, changes: SequencedChange[]): void {
  const last = changes.at(-1);
  if (set === null || last === undefined) return;
  for (const change of changes) set.apply(change);
  set.moveTo(cursorOf(last.sequence));
  store.append(changes, set.cursor);
}

async function begin(folder: string, options: { disk?: Disk; minJournalBytes?: number } = {}): Promise<Opened> {
  const opened = await open(folder, options);
  const set = opened.set ?? createEdgeSet("0:");
  if (opened.set === null) opened.store.replace(set);
  await opened.store.settled();
  return { ...opened, set };
}

/** Two generations: hosts a1…a9 of the first, a1 released in its journal; then b1…b9, b1 released in the second's. */
async function writeTwoGenerations(folder: string): Promise<void> {
  const first = await begin(folder);
  apply(
    first,
    Array.from({ length: 9 }, (_, index) => hostChange(index + 1, `a${index + 1}.acme.test`)),
  );
  await first.store.close();
  const second = await begin(folder);
  second.store.replace(second.set as EdgeSet);
  await second.store.settled();
  apply(second, [releaseChange(10, "a1.acme.test", 1)]);
  await second.store.close();
  const third = await begin(folder);
  third.store.replace(third.set as EdgeSet);
  await third.store.settled();
  apply(
    third,
    Array.from({ length: 9 }, (_, index) => hostChange(index + 11, `b${index + 1}.acme.test`)),
  );
  apply(third, [releaseChange(20, "b1.acme.test", 11)]);
  await third.store.close();
}

const filesOf = (folder: string, end: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(end))
    .sort();

async function loadDamaged(damage: (folder: string) => void): Promise<{ hosts: Set<string>; sentences: string[] }> {
  const folder = join(scratch.path, "damaged");
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(scratch.path, "whole"), folder, { recursive: true });
  damage(folder);
  const { set, store, problems } = await open(folder);
  const hosts = new Set(set?.hostnames());
  await store.close();
  return { hosts, sentences: problems.list() };
}

describe("what is on disk", () => {
  it("is the set as it was, after any changes in any batches, with compaction at any time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(changeArbitrary, { minLength: 1, maxLength: 6 }), { maxLength: 25 }),
        fc.array(fc.nat(25), { maxLength: 3 }),
        async (batches, restarts) => {
          const folder = join(scratch.path, "generated");
          rmSync(folder, { recursive: true, force: true });
          let opened = await begin(folder, { minJournalBytes: 1_500 });
          let sequence = 0;
          const nextSequence = () => {
            sequence += 1;
            return sequence;
          };
          for (const [index, batch] of batches.entries()) {
            const changes = batch.map((change) => ({ sequence: nextSequence(), change }));
            apply(opened, changes);
            if (!restarts.includes(index)) continue;
            await opened.store.close();
            opened = await begin(folder, { minJournalBytes: 1_500 });
          }
          await opened.store.close();
          const again = await open(folder);
          expect(again.set?.cursor).toBe(opened.set?.cursor);
          expect(again.set && contentOf(again.set)).toEqual(opened.set && contentOf(opened.set));
          expect(again.problems.list()).toEqual([]);
          await again.store.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is two generations at most, however many were written", async () => {
    const folder = join(scratch.path, "many");
    const opened = await begin(folder);
    for (let round = 1; round <= 5; round += 1) {
      apply(opened, [hostChange(round, `h${round}.acme.test`)]);
      opened.store.replace(opened.set as EdgeSet);
      await opened.store.settled();
    }
    expect(filesOf(folder, ".snapshot")).toHaveLength(2);
    expect(filesOf(folder, ".journal")).toHaveLength(2);
    await opened.store.close();
  });

  it("begins anew where there is nothing, without a problem", async () => {
    const { set, problems } = await open(join(scratch.path, "new"));
    expect([set, problems.list()]).toEqual([null, []]);
  });
});

describe("a damaged file", () => {
  beforeEach(() => writeTwoGenerations(join(scratch.path, "whole")));
  const kept = ["a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9"].map((name) => `${name}.acme.test`);

  it("is none here: the undamaged files", async () => {
    const { hosts, sentences } = await loadDamaged(() => undefined);
    expect([...hosts].sort()).toEqual([...kept, ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `b${number}.acme.test`)]);
    expect(sentences).toEqual([]);
  });

  it.each(["the newest snapshot", "the newest journal", "the older snapshot", "the older journal"])(
    "%s, cut off or with any byte changed: never empty, never a host whose release is on disk, and reported if it was needed",
    async (which) => {
      const end = which.endsWith("snapshot") ? ".snapshot" : ".journal";
      const isNewest = which.includes("newest");
      const name = filesOf(join(scratch.path, "whole"), end).at(isNewest ? -1 : -2) ?? "";
      const content = readFileSync(join(scratch.path, "whole", name));
      const damages = fc.oneof(
        fc.nat(content.length).map((length) => ({ what: `cut at ${length}`, bytes: content.subarray(0, length) })),
        fc.tuple(fc.nat(Math.max(0, content.length - 1)), fc.integer({ min: 1, max: 255 })).map(([at, flip]) => {
          const bytes = Buffer.from(content);
          bytes[at] = (bytes[at] ?? 0) ^ flip;
          return { what: `byte ${at} ^ ${flip}`, bytes };
        }),
      );
      await fc.assert(
        fc.asyncProperty(damages, async ({ what, bytes }) => {
          const { hosts, sentences } = await loadDamaged((folder) => writeFileSync(join(folder, name), bytes));
          expect([what, kept.filter((hostname) => !hosts.has(hostname))]).toEqual([what, []]);
          expect([what, hosts.has("a1.acme.test")]).toEqual([what, false]);
          // Released in the newest journal, unless that very line is what was damaged: then the host never got in.
          if (which !== "the newest journal") expect([what, hosts.has("b1.acme.test")]).toEqual([what, false]);
          // The journal of the generation whose snapshot is lost counts too.
          if (which === "the newest snapshot") expect([what, hosts.size]).toEqual([what, 16]);
          if (which === "the newest snapshot" && !bytes.equals(content)) expect(sentences.join()).toContain(name);
          if (which.startsWith("the older")) expect(sentences).toEqual([]);
        }),
        { numRuns: 120 },
      );
    },
  );

  it("is replaced by a new generation, and the next start has nothing to report", async () => {
    const folder = join(scratch.path, "whole");
    const name = filesOf(folder, ".snapshot").at(-1) ?? "";
    writeFileSync(join(folder, name), "latchkey-edge-set 1\n");
    const first = await open(folder);
    expect(first.problems.list().join()).toContain(name);
    await first.store.settled();
    await first.store.close();
    const second = await open(folder);
    expect(second.problems.list()).toEqual([]);
    expect(second.set && contentOf(second.set)).toEqual(first.set && contentOf(first.set));
    await second.store.close();
  });

  it("in each generation: nothing is loaded, and it is said", async () => {
    const { hosts, sentences } = await loadDamaged((folder) => {
      for (const name of filesOf(folder, ".snapshot")) writeFileSync(join(folder, name), "no set");
    });
    expect(hosts.size).toBe(0);
    expect(sentences).toContain("no set of hostnames on this disk can be used");
  });

  it("a release behind a gap is not undone by the changes that come again", async () => {
    const folder = join(scratch.path, "gap");
    const opened = await begin(folder);
    apply(opened, [hostChange(1, "x.acme.test", 1)]);
    apply(opened, [hostChange(2, "y.acme.test", 2)]);
    apply(opened, [releaseChange(3, "x.acme.test", 1)]);
    await opened.store.close();
    const path = join(folder, filesOf(folder, ".journal").at(-1) ?? "");
    const lines = readFileSync(path, "utf8").split("\n");
    // The second change: x, y and the release are lines 1, 3 and 5 behind the first line.
    expect(lines[3]).toContain("y.acme.test");
    writeFileSync(path, lines.map((line, index) => (index === 3 ? line.replace("y.acme", "z.acme") : line)).join("\n"));
    const again = await open(folder);
    expect(again.problems.list().join()).toContain("1 damaged line");
    expect([...(again.set?.hostnames() ?? [])]).toEqual([]);
    expect(again.set?.cursor).toBe(cursorOf(1));
    again.set?.apply(hostChange(2, "y.acme.test", 2));
    again.set?.apply(hostChange(1, "x.acme.test", 1));
    expect([...(again.set?.hostnames() ?? [])]).toEqual(["y.acme.test"]);
    await again.store.close();
  });

  it("hosts that a new snapshot lacks stay away, even where that snapshot is lost", async () => {
    const folder = join(scratch.path, "whole");
    const opened = await begin(folder);
    const next = createEdgeSet(cursorOf(500));
    next.apply(hostChange(499, "a2.acme.test", 2));
    opened.store.replace(next);
    opened.store.noteReleases([{ hostname: "a3.acme.test", connectionId: idOf(3), sequence: 500 }]);
    await opened.store.settled();
    await opened.store.close();
    rmSync(join(folder, filesOf(folder, ".snapshot").at(-1) ?? ""));
    const again = await open(folder);
    const hosts = new Set(again.set?.hostnames());
    expect([hosts.has("a2.acme.test"), hosts.has("a3.acme.test")]).toEqual([true, false]);
    await again.store.close();
  });
});

/** Takes no byte while it is full. */
function fillableDisk(): Disk & { isFull: boolean } {
  const disk = {
    ...localDisk,
    isFull: false,
    open: (async (...args: Parameters<typeof localDisk.open>) => {
      const file = await localDisk.open(...args);
      const refuse = () =>
        Promise.reject(Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" }));
      return new Proxy(file, {
        get(target, name) {
          if (disk.isFull && (name === "write" || name === "writeFile")) return refuse;
          const value = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    }) as typeof localDisk.open,
  };
  return disk;
}

describe("a full disk", () => {
  it("changes nothing in memory, is reported, and what was missed is written once there is space", async () => {
    const disk = fillableDisk();
    const folder = join(scratch.path, "full");
    const opened = await begin(folder, { disk });
    apply(opened, [hostChange(1, "before.acme.test")]);
    await opened.store.settled();
    disk.isFull = true;
    apply(opened, [hostChange(2, "during.acme.test"), releaseChange(3, "before.acme.test", 1)]);
    await expect.poll(() => opened.problems.list().join()).toContain("ENOSPC");
    expect([...(opened.set?.hostnames() ?? [])]).toEqual(["during.acme.test"]);
    disk.isFull = false;
    await expect.poll(() => opened.problems.list()).toEqual([]);
    await opened.store.close();
    const again = await open(folder);
    expect([...(again.set?.hostnames() ?? [])]).toEqual(["during.acme.test"]);
    expect(again.problems.list()).toEqual([]);
    await again.store.close();
  });

  it("while a new set comes: the old generation stays, and the new one is written later", async () => {
    const disk = fillableDisk();
    const folder = join(scratch.path, "full");
    const opened = await begin(folder, { disk });
    apply(opened, [hostChange(1, "before.acme.test")]);
    await opened.store.settled();
    disk.isFull = true;
    const next = createEdgeSet(cursorOf(50));
    next.apply(hostChange(49, "after.acme.test"));
    opened.store.replace(next);
    await expect.poll(() => opened.problems.list().join()).toContain("the set of hostnames cannot be written");
    const meanwhile = await open(folder);
    expect([...(meanwhile.set?.hostnames() ?? [])]).toEqual(["before.acme.test"]);
    await meanwhile.store.close();
    disk.isFull = false;
    await expect.poll(() => opened.problems.list()).toEqual([]);
    await opened.store.close();
    const again = await open(folder);
    expect([...(again.set?.hostnames() ?? [])]).toEqual(["after.acme.test"]);
    await again.store.close();
  });
});

it("kill -9 at any moment loses at most what was not confirmed, and never a generation", async () => {
  const folder = join(scratch.path, "killed");
  mkdirSync(folder);
  const script = join(import.meta.dirname, "../../runtime/testing/write-changes.ts");
  const tsconfig = join(import.meta.dirname, "../../../tsconfig.json");
  let confirmed = 0;
  for (let round = 0; round < 4; round += 1) {
    const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), script, folder], {
      env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = once(child, "exit");
    const wanted = confirmed + 40 + round * 37;
    for await (const chunk of child.stdout) {
      confirmed = Math.max(confirmed, Number(String(chunk).trim().split("\n").at(-1)));
      if (confirmed >= wanted) child.kill("SIGKILL");
    }
    await exited;
    const { set, store, problems } = await open(folder);
    expect(problems.list()).toEqual([]);
    const sequence = Number(set?.cursor.split(":")[0]);
    expect(sequence).toBeGreaterThanOrEqual(confirmed);
    // Host n is added by change 2n - 1 and released by change 2n, besides each tenth.
    for (let number = 1; number <= sequence / 2; number += 1) {
      expect([number, set?.isAdmitted(`h${number}.acme.test`) ?? false]).toEqual([number, number % 10 === 0]);
    }
    await store.close();
  }
});
