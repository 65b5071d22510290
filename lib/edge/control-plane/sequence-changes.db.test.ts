import { expect, it } from "vitest";
import { inTransaction } from "@/lib/db/transaction";
import { recordEdgeChanges } from "@/lib/edge/control-plane/record-changes";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, service, tenant } = setUpWorld({ per: "file" });

it("many at once number each change once, without gaps, while further ones are written", async () => {
  const known = new Map<bigint, bigint>();
  const change = () => ({ kind: "released" as const, hostname: "x.test", connectionId: tenant.applicationId });
  const record = () => inTransaction(service, (tx) => recordEdgeChanges(service, tx, [change(), change()]));
  for (let round = 0; round < 15; round += 1) {
    const number = () => sequenceChanges(database);
    await record();
    await Promise.all([number(), record(), number(), record().then(number), number(), record(), number()]);
    await number();
    const rows = await database.prisma.edgeChange.findMany({ orderBy: { sequence: "asc" } });
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => BigInt(index + 1)));
    const numbers = new Map(rows.map(({ id, sequence }) => [id, sequence ?? 0n]));
    for (const [id, sequence] of known) expect(numbers.get(id)).toBe(sequence);
    for (const [id, sequence] of numbers) known.set(id, sequence);
  }
});
