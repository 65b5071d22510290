import { expect, it } from "vitest";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { createConnection } from "@/lib/connections/create-connection";
import { processProblems } from "@/lib/runtime/process-problems";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { world, service, tenant } = setUpWorld({ per: "file" });
const codes = () => processProblems([], service.memory.checks).map(({ code }) => code);

it("a resolver that is dead is a problem after one check of each of a few domains, and none when it is back", async () => {
  const ids: string[] = [];
  for (let count = 0; count < 5; count += 1) {
    const hostname = `shop-${count}.acme.test`;
    const { id } = await createConnection(tenant.ctx, {
      applicationId: tenant.applicationId,
      hostname,
      setupType: "manual",
    });
    ids.push(id);
  }
  const checkAll = async () => {
    for (const connectionId of ids) await checkOwnership(tenant.ctx, { connectionId });
  };
  await checkAll();
  expect(codes()).toEqual([]);
  world.silence(true);
  await checkAll();
  expect(codes()).toEqual(["dns_unreachable"]);
  world.silence(false);
  await checkAll();
  expect(codes()).toEqual([]);
  expect(service.memory.checks.totals()).toEqual([
    { kind: "ownership", outcome: "missing", count: 10 },
    { kind: "ownership", outcome: "unreachable", count: 5 },
  ]);
});

it("a subscription that is lost for longer than it takes to renew it is a problem, with its channel and since when", () => {
  const listens = [
    { channel: "jobs", lostForMs: 7_000 },
    { channel: "changes", lostForMs: 4_000 },
    { channel: "edges", lostForMs: null },
  ];
  const problems = processProblems(listens, { isBlind: () => false });
  expect(problems).toEqual([{ code: "listen_lost", text: expect.stringContaining("Channel jobs, for 7 s.") }]);
});
