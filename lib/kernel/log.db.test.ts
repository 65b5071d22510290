import { expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { createToken } from "@/lib/accounts/tokens/create-token";
import { createKeyEndpoint } from "@/lib/api/endpoints/applications";
import { createConnectionEndpoint, verifyConnectionEndpoint } from "@/lib/api/endpoints/connections";
import { createTokenEndpoint } from "@/lib/api/endpoints/tokens";
import { createWebhookEndpointEndpoint } from "@/lib/api/endpoints/webhooks";
import { handle } from "@/lib/api/handle";
import { createConnection } from "@/lib/connections/create-connection";
import { inTransaction } from "@/lib/db/transaction";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { createLog } from "@/lib/kernel/log";
import { scopes } from "@/lib/kernel/scopes";
import { drainJobs } from "@/lib/platform/jobs/drain-jobs";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { jobHandlers } from "@/lib/runtime/worker/registry";
import { createWebhookEndpoint } from "@/lib/webhooks/endpoints/create-webhook-endpoint";

const { database, world, service, tenant } = setUpWorld({
  per: "file",
  ports: () => ({ log: createLog({ logLevel: "trace" }, { write }) }),
});
let written = "";
let calls = 0;

const write = (line: string) => {
  written += line;
};

const lines = () =>
  written
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

async function mint(): Promise<string> {
  const admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
  return (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] })).secret;
}

it("has a line with an id for each request, and no key, token, signing secret or challenge in any of them", async () => {
  const key = await mint();
  const application = { application_id: tenant.applicationId };
  const post = async (route: Parameters<typeof callRoute>[0], body: object, params = {}) =>
    (await callRoute(route, key, { body, params, headers: { "idempotency-key": `log-${++calls}` } })).json;
  const made = await post(
    handle(createKeyEndpoint, createKey),
    { name: "k", scopes: ["connections:read"] },
    { id: tenant.applicationId },
  );
  const token = await post(handle(createTokenEndpoint, createToken), application);
  const endpoint = await post(handle(createWebhookEndpointEndpoint, createWebhookEndpoint), {
    url: "https://hooks.example.com/x",
  });
  const connection = await post(handle(createConnectionEndpoint, createConnection), {
    ...application,
    hostname: "log.acme.test",
  });
  const challenge = connection.ownership_challenge;
  world.publish(challenge.name, "TXT", [`${challenge.value}x`]);
  const refused = await post(handle(verifyConnectionEndpoint, verifyConnection), {}, { id: connection.id });
  expect(refused.error.code).toBe("ownership_not_found");
  await callRoute(handle(createConnectionEndpoint, createConnection), `${key}x`, { body: {} });

  const secrets = [key, made.secret, token.auth_token, endpoint.signing_secret, challenge.value];
  expect(secrets.every((secret) => typeof secret === "string" && secret.length > 20)).toBe(true);
  for (const secret of secrets) expect(written).not.toContain(secret);
  expect(lines()).toHaveLength(6);
  for (const line of lines()) expect(line).toMatchObject({ requestId: expect.any(String), route: expect.any(String) });
});

it("logs what went wrong with a failed query, and nothing of the values in it", async () => {
  const challengeValue = "cd-verify-in-a-failed-query";
  const breaks = async () => {
    await database.prisma.connection.create({ data: { challengeValue, hostname: 7 } as never });
    throw new Error("not reached");
  };
  const { status } = await callRoute(handle(createConnectionEndpoint, breaks), await mint(), {
    body: { application_id: tenant.applicationId, hostname: "broken.acme.test" },
  });
  expect(status).toBe(500);
  const { id: connectionId } = await database.prisma.connection.findFirstOrThrow();
  await inTransaction(service, (tx) => enqueue(tenant.ctx, tx, "check-ownership", [{ connectionId }]));
  const handlers = { ...jobHandlers(service), "check-ownership": breaks };
  await drainJobs(database, { now: service.now, handlers, log: service.log, concurrency: 1, budgetMs: 5_000 });
  const failures = lines().filter(({ msg }) => ["request failed", "job failed"].includes(msg));
  expect(failures.map(({ err }) => err)).toEqual(Array(2).fill(expect.stringContaining("Argument `id` is missing")));
  expect(written).not.toContain(challengeValue);
  const [job] = await database.prisma.job.findMany({ where: { lastError: { not: null } } });
  expect(job?.lastError).not.toContain(challengeValue);
});
