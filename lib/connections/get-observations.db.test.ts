import { expect, it } from "vitest";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { createConnection } from "@/lib/connections/create-connection";
import { getObservations } from "@/lib/connections/get-observations";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { testEdge } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { world, tenant, other } = setUpWorld({ per: "file" });

it("returns what each nameserver answered last, about the proof and about the records", async () => {
  const { id, hostname, ownershipChallenge } = await createConnection(tenant.ctx, {
    applicationId: tenant.applicationId,
    hostname: "shop.observed.test",
    setupType: "manual",
  });
  expect(await getObservations(tenant.ctx, { id })).toEqual({ ownership: null, records: [], recordsCheckedAt: null });

  world.publish(ownershipChallenge.name, "TXT", ["something-else"]);
  await checkOwnership(tenant.ctx, { connectionId: id });
  const wrong = await getObservations(tenant.ctx, { id });
  expect(wrong.ownership).toMatchObject({ kind: "seen", values: ["something-else"], agreeing: [] });
  expect(wrong.ownership?.servers.map(({ values }) => values)).toContainEqual(["TXT something-else"]);

  world.advance(1_000);
  world.publish(ownershipChallenge.name, "TXT", [ownershipChallenge.value]);
  world.publish(hostname, "CNAME", ["old.example.org"]);
  await verifyConnection(tenant.ctx, { id });
  world.advance(1_000);
  await checkRecordsNow(tenant.ctx, { id });
  const { ownership, records } = await getObservations(tenant.ctx, { id });
  expect(ownership?.kind).toBe("match");
  expect(records).toMatchObject([{ host: hostname, value: testEdge.hostname, kind: "conflict" }]);
  expect(records[0]?.servers.length).toBeGreaterThan(0);
});

it("answers another tenant with not_found", async () => {
  const { id } = await createConnection(other.ctx, {
    applicationId: other.applicationId,
    hostname: "shop.foreign.test",
    setupType: "manual",
  });
  await expect(getObservations(tenant.ctx, { id })).rejects.toMatchObject({ code: "not_found" });
});
