import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import type { ConnectionResource } from "@/lib/connections/schema";
import { applyRecords } from "@/lib/connections/writing/apply-records";
import { writeZone } from "@/lib/connections/writing/write-zone";
import { withZoneLease } from "@/lib/connections/writing/zone-lease";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import { isRefusal } from "@/lib/kernel/errors";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { testEdge } from "@/lib/runtime/testing/context";
import { createFakeProvider, type FakeProvider, storeTestCredential } from "@/lib/runtime/testing/fake-provider";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const zone = "acme.test";
const nameservers: [string, string] = ["ns1.digitalocean.com", "ns2.digitalocean.com"];
const provider = "digitalocean";
let fake: FakeProvider;
let credentialIds: string[] = [];
let names = 0;
const { world, tenant, database } = setUpWorld({
  ports: () => ({ zoneWriters: { open: (input) => fake.zoneWriters.open(input) } }),
});

async function begin(): Promise<void> {
  fake = createFakeProvider(() => world, zone, nameservers);
  world.delegate(zone, nameservers);
  credentialIds = [
    await storeTestCredential(tenant, zone, provider),
    await storeTestCredential(tenant, zone, provider),
  ];
}

beforeEach(begin);

const worker = () => onBehalfOf(world.service, tenant.tenantId, { kind: "worker" });
const create = () =>
  createConnection(tenant.ctx, { applicationId: tenant.applicationId, hostname: `s${++names}.${zone}` });
const get = ({ id }: { id: string }) => getConnection(tenant.ctx, { id });
const writeAll = () =>
  Promise.allSettled(credentialIds.map((credentialId) => writeZone(worker(), { credentialId, zone })));

class Killed extends Error {}

const steps = fc.array(
  fc.constantFrom(
    "create",
    "two workers",
    "person",
    "killed before",
    "killed after",
    "fault",
    "foreign",
    "archive",
    "time",
  ),
  { minLength: 4, maxLength: 8 },
);

describe("two workers, two credentials and a person at the same time", () => {
  it("never write at once, lose nothing of others, and end with every record written once", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (run) => {
        await begin();
        let inside = 0;
        let most = 0;
        let kill: "before" | "after" | null = null;
        fake.onApply(async (when) => {
          if (when === "before") {
            inside += 1;
            most = Math.max(most, inside);
            // Long enough for another writer to come as far.
            for (let queries = 0; queries < 20; queries += 1) await database.prisma.$queryRaw`SELECT 1`;
          }
          const isKilled = kill === when;
          if (when === "after" || isKilled) inside -= 1;
          if (!isKilled) return;
          kill = null;
          throw new Killed();
        });
        const foreign = new Map<string, string>();
        const alive: ConnectionResource[] = [];
        const archived: ConnectionResource[] = [];
        for (const step of run) {
          const [first] = alive;
          if (step === "create") alive.push(await create());
          if (step === "killed before" || step === "killed after") kill = step === "killed before" ? "before" : "after";
          if (step === "fault") fake.fail("apply", new ProviderFault("provider_unavailable"));
          if (step === "foreign") {
            const name = `foreign${foreign.size}.${zone}`;
            foreign.set(name, `v=${foreign.size}`);
            fake.put(name, "TXT", [`v=${foreign.size - 1}`]);
          }
          if (step === "time") world.advance(5_000);
          if (step === "archive" && first !== undefined) {
            alive.shift();
            archived.push(first);
            await archiveConnection(tenant.ctx, { id: first.id, removeRecords: true });
          }
          const person = step === "person" && first ? applyRecords(tenant.ctx, { id: first.id }) : Promise.resolve();
          const done = await Promise.allSettled([person, writeAll(), writeAll()]);
          for (const one of done) {
            if (one.status === "rejected" && !isRefusal(one.reason) && !(one.reason instanceof Killed))
              throw one.reason;
          }
        }
        kill = null;
        // Whatever was killed or refused for the moment is completed by the runs that follow.
        for (let runs = 0; runs < 3; runs += 1) {
          world.advance(600_000);
          await writeAll();
        }
        expect(most).toBeLessThanOrEqual(1);
        for (const connection of alive) {
          expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([testEdge.hostname]);
          await checkOwnership(worker(), { connectionId: connection.id });
          expect((await get(connection)).state).toBe("propagating");
          expect(
            await database.prisma.writtenRecord.count({ where: { connectionId: connection.id, confirmed: true } }),
          ).toBe(2);
        }
        for (const connection of archived) {
          expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([]);
          expect(fake.valuesOf(connection.ownershipChallenge.name, "TXT")).toEqual([]);
        }
        for (const [index, name] of [...foreign.keys()].entries()) {
          expect(fake.valuesOf(name, "TXT")).toEqual([`v=${index}`]);
        }
      }),
      { numRuns: 3 },
    );
  });

  it("the lease of a process that was killed ends, and the zone is written then", async () => {
    const connection = await create();
    await database.prisma.zoneLease.create({
      data: {
        key: `${provider} ${zone}`,
        holder: connection.id,
        until: new Date(world.service.now().getTime() + 60_000),
      },
    });
    await writeAll();
    expect(fake.calls.apply).toBe(0);
    world.advance(60_000);
    await writeAll();
    expect(fake.valuesOf(connection.hostname, "CNAME")).toEqual([testEdge.hostname]);
  });

  it("a lease excludes every other writer of the zone, of another tenant too, and none of another zone", async () => {
    const ctx = worker();
    const leased = await withZoneLease(ctx, { provider, zone }, async () => [
      await withZoneLease(ctx, { provider, zone }, async () => "second"),
      await withZoneLease({ ...ctx, tenantId: credentialIds[0] ?? "" }, { provider, zone }, async () => "other tenant"),
      await withZoneLease(ctx, { provider, zone: "b.test" }, async () => "other zone"),
    ]);
    expect(leased?.result).toEqual([null, null, { result: "other zone" }]);
    // A server of one's own has zones of any name, and must not keep others out of theirs.
    const own = { provider: "powerdns", zone };
    const theirs = await withZoneLease(ctx, own, () =>
      withZoneLease({ ...ctx, tenantId: credentialIds[0] ?? "" }, own, async () => "written"),
    );
    expect(theirs?.result).toEqual({ result: "written" });
  });
});
