import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { problemsOf } from "@/e2e/contract/answer-problems";
import { callEndpoint, type EndpointCall, exampleInput } from "@/e2e/contract/call-endpoint";
import {
  contractAccounts,
  contractMailer,
  createFixture,
  delegateExamples,
  type Fixture,
  prepare,
} from "@/e2e/contract/fixture";
import { maxCredentials } from "@/lib/accounts/credentials/schema";
import { maxSavedViews } from "@/lib/accounts/users/schema";
import { type Endpoint, errorsOf, hasBody, isPublic, pathParameters } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { endpoints } from "@/lib/api/endpoints/registry";
import type { Database } from "@/lib/db/client";
import { type ErrorCode, errorStatus, Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { createWorld, type TestWorld } from "@/lib/runtime/testing/context";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";
import { maxEndpointsPerEnvironment } from "@/lib/webhooks/policy";

// Provokes each error that the document lists for an endpoint, and expects the error envelope.
const database = setUpDatabase();
let world: TestWorld;
let shared: Fixture;
let ours: Fixture;

/** Errors that occur before anything is changed; provocations of other codes get their own fixture. */
const changeNothing = new Set<ErrorCode>([
  "invalid",
  "unauthorized",
  "forbidden",
  "token_expired",
  "payload_too_large",
  "internal",
  "unavailable",
]);

let accounts: ReturnType<typeof contractAccounts>;

beforeAll(async () => {
  shared = await createFixture(createWorld(database).service);
});
beforeEach(() => {
  world = createWorld(database);
  delegateExamples(world);
  accounts = contractAccounts();
  world.service.mailer = contractMailer;
  world.service.zoneWriters = accounts.zoneWriters;
  installTestRuntime(world.service);
});

type Provoked = { input?: Record<string, unknown>; call?: EndpointCall };
type Provocation = (endpoint: Endpoint) => Promise<Provoked>;

const nobody = "019aa6c4-0000-7000-8000-000000000000";

/** Provocations for every endpoint. */
const common: Partial<Record<ErrorCode, Provocation>> = {
  invalid: async () => ({ input: { no_such_field: "x" } }),
  unauthorized: async () => ({ call: { secret: null, headers: {} } }),
  forbidden: async ({ scope, caller }) => {
    // Endpoints for staff are forbidden to pages of other sites only: they do not exist for other callers.
    const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    if (caller === "staff") return { call: { headers: { ...ours.staff.headers, ...elsewhere } } };
    const lacking = scope === "usage:read" ? "apps:admin" : "usage:read";
    return { call: { secret: await ours.keyWith([lacking]), headers: {} } };
  },
  not_found: async (endpoint) => {
    const [parameter] = pathParameters(endpoint);
    // Endpoints for staff do not exist for others.
    if (endpoint.caller === "staff" && !parameter) return { call: { headers: ours.member.headers } };
    return { input: { [parameter ?? "application_id"]: nobody } };
  },
  token_expired: async () => {
    const secret = await ours.tokenFor(ours.hostname);
    world.advance(3_601_000);
    return { call: { secret } };
  },
  payload_too_large: async () => ({ call: { text: `{"x":"${"x".repeat(300_000)}"}` } }),
  rate_limited: async (endpoint) => {
    installTestRuntime(world.service, { apiRateLimit: 1 });
    await callEndpoint(endpoint, {}, ours.callerOf(endpoint));
    return {};
  },
  QuotaExceeded: async () => {
    const { tenantId } = ours.ctx;
    await database.prisma.tenant.update({ where: { id: tenantId }, data: { plan: "free" } });
    const now = world.service.now();
    const period = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
    const used = { tenantId, kind: "api_call" as const, period, used: 1_000_000 };
    await database.prisma.usageCounter.upsert({
      where: { tenantId_kind_period: { tenantId, kind: "api_call", period } },
      create: used,
      update: used,
    });
    installTestRuntime(world.service);
    return {};
  },
  idempotency_conflict: async (endpoint) => {
    if (endpoint.caller === "staff") return usedByStaff();
    const caller = ours.callerOf(endpoint);
    const headers = { ...caller.headers, "idempotency-key": "used" };
    const create = endpoints.find(({ id }) => id === "createToken");
    if (!create) throw new Error("there is no endpoint createToken");
    const token = { application_id: ours.ids.get(exampleIds.application), domain: "else.example.com" };
    const answer = await callEndpoint(create, token, { ...caller, headers });
    expect(answer.status).toBe(201);
    return { call: { headers } };
  },
  internal: async () => {
    breakDatabase(new Error("an unexpected fault"));
    return {};
  },
  unavailable: async () => {
    breakDatabase(Object.assign(new Error("Can't reach database server"), { code: "P1001" }));
    return {};
  },
};

/** Provocations for single endpoints, as `<endpoint id> <code>`; they override `common`. */
const special: Record<string, Provocation> = {
  "createConnection HostnameConflict": async () => ({ input: { hostname: ours.hostname } }),
  "verifyConnection ownership_not_found": async () => ({}),
  "verifyConnection HostnameConflict": async () => {
    const lost = { state: "failed", errorCode: "HostnameConflict" } as const;
    await database.prisma.connection.updateMany({ where: { hostname: ours.hostname }, data: lost });
    return {};
  },
  "verifyConnection invalid_state": archived,
  "deleteApplication invalid_state": async () => ({}),
  "createWebhookEndpoint invalid_state": async () => {
    const { id: _, ...copy } = await database.prisma.webhookEndpoint.findFirstOrThrow({
      where: { tenantId: ours.ctx.tenantId },
    });
    const data = Array.from({ length: maxEndpointsPerEnvironment }, () => ({ ...copy, id: newId(copy.createdAt) }));
    await database.prisma.webhookEndpoint.createMany({ data });
    return {};
  },
  "replayWebhookDelivery invalid_state": async () => {
    const where = { tenantId: ours.ctx.tenantId };
    await database.prisma.webhookDelivery.updateMany({ where, data: { status: "pending", settledAt: null } });
    return {};
  },
  "createCredential invalid_state": async () => {
    const {
      id: _,
      fieldsSealed,
      ...copy
    } = await database.prisma.dnsCredential.findFirstOrThrow({
      where: { tenantId: ours.ctx.tenantId },
    });
    const hints = copy.hints ?? {};
    const data = Array.from({ length: maxCredentials }, () => ({
      ...copy,
      ...{ id: newId(copy.createdAt), hints, fieldsSealed: Uint8Array.from(fieldsSealed) },
    }));
    await database.prisma.dnsCredential.createMany({ data });
    return {};
  },
  "createCredential provider_error": () => failingProvider("listZones"),
  "testCredential provider_error": () => failingProvider("listZones"),
  "planRecords invalid_state": withoutCredential,
  "planRecords provider_error": () => failingProvider("findZone"),
  "applyRecords invalid_state": async () => {
    await prepare.applyRecords?.(ours);
    return archived();
  },
  "applyRecords provider_error": async () => {
    await prepare.applyRecords?.(ours);
    return failingProvider("findZone");
  },
  "undoRecords invalid_state": async () => {
    await prepare.undoRecords?.(ours);
    return withoutCredential();
  },
  "undoRecords provider_error": async () => {
    await prepare.undoRecords?.(ours);
    return failingProvider("findZone");
  },
  "applyEmailRecords invalid_state": withoutCredential,
  "applyEmailRecords provider_error": () => failingProvider("findZone"),
  "startDomainConnect invalid_state": archived,
  "changePlan billing_unavailable": async () => ({}),
  "createCheckout billing_unavailable": async () => ({}),
  "createCheckout invalid_state": async () => {
    const { tenantId } = ours.ctx;
    const status = { status: "active", provider: "stripe", customerId: tenantId, subscriptionId: `sub_${tenantId}` };
    await database.prisma.subscription.create({ data: { tenantId, ...status, reportedAt: world.service.now() } });
    return {};
  },
  "checkRecords invalid_state": archived,
  "recheckConnection invalid_state": archived,
  "retryJob invalid_state": heldJob,
  "discardJob invalid_state": heldJob,
  "saveView invalid_state": async () => {
    const { tenantId } = ours.ctx;
    const view = { tenantId, userId: ours.owner.userId, query: "", compact: false, savedAt: world.service.now() };
    const data = Array.from({ length: maxSavedViews }, (_, index) => ({ ...view, name: `View ${index}` }));
    await database.prisma.savedView.createMany({ data });
    return { call: { headers: ours.owner.headers } };
  },
  "updateMember invalid_state": lastOwner,
  "removeMember invalid_state": lastOwner,
  "createInvitation invalid_state": async () => ({ input: { email: ours.member.email } }),
  "createInvitation provider_error": withoutMail,
  "sendInstructions invalid_state": archived,
  "sendInstructions provider_error": withoutMail,
  "setShareHostname invalid_state": async () => ({}),
  "leaveTenant not_found": async () => {
    await database.prisma.membership.deleteMany({ where: { userId: ours.owner.userId } });
    return {};
  },
  "leaveTenant invalid_state": async () => ({}),
  "switchTenant not_found": async () => ({ input: { tenant_id: nobody } }),
};

async function withoutMail(): Promise<Provoked> {
  const send = () => Promise.reject(new Refusal("provider_error", "The mail could not be sent."));
  installTestRuntime({ ...world.service, mailer: { assertReady() {}, send } });
  return {};
}

/** Staff cannot create tokens, so a note uses the key. */
async function usedByStaff(): Promise<Provoked> {
  const headers = { ...ours.staff.headers, "idempotency-key": "used" };
  const create = endpoints.find(({ id }) => id === "createSupportNote");
  if (!create) throw new Error("there is no endpoint createSupportNote");
  const note = { id: ours.ids.get(exampleIds.connection), text: "another note" };
  expect((await callEndpoint(create, note, { headers })).status).toBe(201);
  return { call: { headers } };
}

async function failingProvider(at: "listZones" | "findZone"): Promise<Provoked> {
  accounts.account.faults.push({ at, code: "permission_missing", said: "Not with this token." });
  return {};
}

async function withoutCredential(): Promise<Provoked> {
  const where = { tenantId: ours.ctx.tenantId };
  await database.prisma.dnsCredential.updateMany({ where, data: { deletedAt: world.service.now() } });
  return {};
}

async function heldJob(): Promise<Provoked> {
  const id = BigInt(ours.ids.get(exampleIds.job) ?? 0);
  const lockedUntil = new Date(world.service.now().getTime() + 60_000);
  await database.prisma.job.update({ where: { id }, data: { lockedBy: "a worker", lockedUntil } });
  return {};
}

async function lastOwner({ method }: Endpoint): Promise<Provoked> {
  const input = { user_id: ours.owner.userId, ...(method === "PATCH" ? { role: "member" } : {}) };
  return { input, call: { secret: null, headers: ours.owner.headers } };
}

async function archived(): Promise<Provoked> {
  await database.prisma.connection.updateMany({ where: { hostname: ours.hostname }, data: { state: "archived" } });
  return {};
}

const promises = endpoints.flatMap((endpoint) =>
  errorsOf(endpoint)
    // Public endpoints depend on nothing that could fail from outside.
    .filter((code) => !(isPublic(endpoint) && code === "internal"))
    .map((code) => [`${endpoint.method} ${endpoint.path}`, code, endpoint] as const),
);

it("provokes only errors that the document lists", () => {
  const promised = new Set(promises.map(([, code, { id }]) => `${id} ${code}`));
  expect(Object.keys(special).filter((name) => !promised.has(name))).toEqual([]);
});

describe.each(promises)("%s", (_name, code, endpoint) => {
  it(`answers ${code}`, async () => {
    ours = changeNothing.has(code) ? shared : await createFixture(world.service);
    const provoke = special[`${endpoint.id} ${code}`] ?? common[code];
    if (!provoke) throw new Error(`no test provokes ${code} of ${endpoint.id}`);
    const { input = {}, call = {} } = await provoke(endpoint);
    const answer = await callEndpoint(
      endpoint,
      { ...exampleInput(endpoint, ours.ids), ...input },
      { ...ours.callerOf(endpoint), ...call },
    );
    expect([answer.json?.error?.code, answer.status], JSON.stringify(answer.json)).toEqual([code, errorStatus[code]]);
    expect(problemsOf(endpoint, answer), JSON.stringify(answer.json)).toEqual([]);
    expect(answer.json.error).toMatchObject({
      message: expect.stringMatching(/\S/),
      doc_url: `https://app.example.com/docs/errors#${code}`,
      request_id: answer.headers.get("x-request-id"),
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    if (code === "invalid" && !hasBody(endpoint)) expect(answer.json.error.param).toBe("no_such_field");
    if (code === "QuotaExceeded") {
      expect(answer.json.error).toMatchObject({
        limit: expect.any(Number),
        plan: "free",
        upgrade_url: "https://app.example.com/usage",
      });
    }
  });
});

/** Makes every query fail with `error` from now on. */
function breakDatabase(error: Error): void {
  const broken = new Proxy(database.prisma, {
    get(_target, property) {
      const fail = () => Promise.reject(error);
      if (String(property).startsWith("$")) return fail;
      return new Proxy({}, { get: () => fail });
    },
  });
  const read = () => Promise.reject(error);
  const service: ServiceContext = {
    ...world.service,
    database: { ...database, prisma: broken, primary: broken, read } as Database,
  };
  installTestRuntime(service);
}
