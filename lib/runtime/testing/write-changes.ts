import { sequenceOf } from "@/lib/edge/protocol/changes";
import { localDisk } from "@/lib/edge/responder/disk";
import { createEdgeSet } from "@/lib/edge/responder/edge-set";
import { createProblems } from "@/lib/edge/responder/problems";
import { createSetStore } from "@/lib/edge/responder/set-store";
import { cursorOf, hostChange, releaseChange } from "@/lib/runtime/testing/edge-sets";

// A process to be killed: applies changes without end, and prints the last sequence that is on disk.
const folder = process.argv[2] ?? "";
const store = createSetStore({
  disk: localDisk,
  folder,
  problems: createProblems((sentence) => console.error(sentence)),
  now: () => new Date(),
  minJournalBytes: 4_000,
});
const loaded = await store.load();
const set = loaded.set ?? createEdgeSet("0:");
if (loaded.set === null) store.replace(set);
for (let sequence = sequenceOf(set.cursor) + 1; ; sequence += 1) {
  const number = Math.ceil(sequence / 2);
  const name = `h${number}.acme.test`;
  const isRelease = sequence % 2 === 0 && number % 10 !== 0;
  const change = isRelease ? releaseChange(sequence, name, number) : hostChange(sequence, name, number);
  set.apply(change);
  set.moveTo(cursorOf(sequence));
  store.append([change], set.cursor);
  if (sequence % 5 !== 0) continue;
  await store.settled();
  process.stdout.write(`${sequence}\n`);
}
