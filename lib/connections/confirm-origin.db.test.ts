import { beforeEach, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { updateApplication } from "@/lib/accounts/applications/update-application";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { createConnection } from "@/lib/connections/create-connection";
import { getConnection } from "@/lib/connections/get-connection";
import { probeCertificate } from "@/lib/connections/probe-certificate";
import type { ConnectionResource } from "@/lib/connections/schema";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { OriginConfirmation } from "@/lib/platform/ports/edge";
import { testEdge, validCertificate } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

let answer: OriginConfirmation = { confirmed: true, reason: null };
let names = 0;
let asked: [hostname: string, connectionId: string][] = [];
const { world, tenant } = setUpWorld({
  ports: () => ({
    originEcho: {
      confirm: async (hostname, connectionId) => {
        asked.push([hostname, connectionId]);
        return answer;
      },
    },
  }),
});

beforeEach(() => {
  asked = [];
  answer = { confirmed: false, reason: "the response has status 404" };
});

/** A connection whose certificate is there. */
async function certified(verifyOrigin: boolean): Promise<ConnectionResource> {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  const { id: applicationId } = await createApplication(admin, {
    name: "Shop",
    environment: "live",
    upstream: null,
    recordTemplate: null,
    allowedOrigins: [],
  });
  if (verifyOrigin) await updateApplication(admin, { id: applicationId, verifyOrigin });
  names += 1;
  const hostname = `echo${names}.acme.test`;
  const connection = await createConnection(tenant.ctx, { applicationId, hostname, setupType: "manual" });
  const { name, value } = connection.ownershipChallenge;
  world.publish(name, "TXT", [value]);
  world.publish(hostname, "CNAME", [testEdge.hostname]);
  world.edgeAnswers(() => validCertificate(world.service.now()));
  await checkOwnership(tenant.ctx, { connectionId: connection.id });
  await checkRecords(tenant.ctx, { connectionId: connection.id });
  return connection;
}

const probe = ({ id }: ConnectionResource) => probeCertificate(tenant.ctx, { connectionId: id });

it("by default nothing is asked of the tenant's server", async () => {
  expect((await probe(await certified(false))).state).toBe("live");
  expect(asked).toEqual([]);
});

it("where the application requires it, a connection is live only once its server has confirmed it", async () => {
  const connection = await certified(true);
  expect((await probe(connection)).state).toBe("issuing_cert");
  expect(asked).toEqual([[connection.hostname, connection.id]]);
  expect((await getConnection(tenant.ctx, { id: connection.id })).certificate.status).toBe("ok");
  world.advance(2_000);
  answer = { confirmed: true, reason: null };
  expect((await probe(connection)).state).toBe("live");
});

it("after an hour it is stalled and says why, and is live as soon as the server confirms it", async () => {
  const connection = await certified(true);
  await probe(connection);
  world.advance(61 * 60_000);
  const { state, runAgainAt } = await probe(connection);
  expect([state, runAgainAt !== null]).toEqual(["stalled", true]);
  expect((await getConnection(tenant.ctx, { id: connection.id })).errorCode).toBe("origin_not_confirmed");
  world.advance(60 * 60_000);
  answer = { confirmed: true, reason: null };
  expect((await probe(connection)).state).toBe("live");
});

it("what is live stays live, whatever its server answers later", async () => {
  const connection = await certified(true);
  answer = { confirmed: true, reason: null };
  await probe(connection);
  answer = { confirmed: false, reason: "the response is empty" };
  asked = [];
  world.advance(24 * 60 * 60_000);
  expect((await probe(connection)).state).toBe("live");
  expect(asked).toEqual([]);
});
