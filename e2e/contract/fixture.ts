import type { EndpointCall } from "@/e2e/contract/call-endpoint";
import { createKey } from "@/lib/accounts/applications/create-key";
import { noTenantId } from "@/lib/accounts/auth/session-policy";
import { createCredential } from "@/lib/accounts/credentials/create-credential";
import { createCredentialSchema } from "@/lib/accounts/credentials/schema";
import { updateMember } from "@/lib/accounts/tenants/update-member";
import { createToken } from "@/lib/accounts/tokens/create-token";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnection } from "@/lib/connections/create-connection";
import { connectionIdSchema, createConnectionSchema } from "@/lib/connections/schema";
import { transition } from "@/lib/connections/transition";
import { applyRecords } from "@/lib/connections/writing/apply-records";
import { planRecords } from "@/lib/connections/writing/plan-records";
import { inTransaction } from "@/lib/db/transaction";
import { createShareLink } from "@/lib/diagnosis/create-share-link";
import { newId } from "@/lib/kernel/ids";
import type { Role } from "@/lib/kernel/roles";
import { type Scope, scopes } from "@/lib/kernel/scopes";
import { jobKey } from "@/lib/platform/jobs/catalog";
import { type Context, onBehalfOf, type ServiceContext } from "@/lib/platform/ports/context";
import type { Mailer } from "@/lib/platform/ports/mailer";
import { createTestTenant, type TestWorld } from "@/lib/runtime/testing/context";
import { createTestAccounts } from "@/lib/runtime/testing/dns-accounts";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { startViewing } from "@/lib/support/start-viewing";

/** A word in every text of a tenant's objects, so that a leak can be found. */
export const marker = "leakmarker";

export type Fixture = {
  ctx: Context;
  /** The object for each example id. */
  ids: Map<string, string>;
  hostname: string;
  /** A key with every scope, of the live environment like all objects. */
  fullKey: string;
  keyWith(scopes: readonly Scope[]): Promise<string>;
  /** A key of the same tenant's test environment. */
  testKey(): Promise<string>;
  /** For one hostname, or for all of the application. */
  tokenFor(hostname?: string): Promise<string>;
  /** A signed-in owner, as the headers of their browser. */
  owner: Person;
  /** A member, who cannot create credentials. */
  member: Person;
  /** Another signed-in person with this role; null: one without a company. */
  personWith(role: Role | null): Promise<Person>;
  /** Support staff without a company. */
  staff: Person;
  /** Support staff who view this tenant, read-only. */
  viewer(): Promise<Person>;
  /** A caller that may call the endpoint: a key with every scope, or the required signed-in user. */
  callerOf(endpoint: Endpoint): EndpointCall;
};

export type Person = { userId: string; email: string; headers: Record<string, string> };

/** Discards all mails. */
export const contractMailer: Mailer = { assertReady() {}, send: async () => undefined };

/** The zone of the examples, as its registry delegates it. */
export const delegateExamples = (world: TestWorld): void =>
  world.delegate("example.com", ["ns1.digitalocean.com", "ns2.digitalocean.com"]);

/** The account of the examples at a DNS provider. */
export function contractAccounts() {
  const { zoneWriters, add } = createTestAccounts();
  return { zoneWriters, account: add(providerToken, ["example.com"]) };
}

/** The service with mail, outbound HTTP, DNS providers and billing that succeed and reach nobody. */
export function contractService(service: ServiceContext): ServiceContext {
  return {
    ...service,
    mailer: contractMailer,
    zoneWriters: contractAccounts().zoneWriters,
    outbound: {
      send: async () => ({
        kind: "response" as const,
        status: 200,
        headers: {},
        body: "ok",
        truncated: false,
        durationMs: 1,
      }),
      close: async () => undefined,
    },
    billing: {
      provider: "test",
      plans: ["pro", "growth"],
      createCheckout: async () => ({ url: "https://billing.example.net/session" }),
      changeSubscription: async () => undefined,
      readMessage: async () => null,
    },
  };
}

/** As in the example of the endpoint. */
const providerToken = "dop_v1_…";

let count = 0;

/** A tenant with one of every object, without limits. */
export async function createFixture(service: ServiceContext): Promise<Fixture> {
  const { tenantId, applicationId } = await createTestTenant(service);
  const { prisma } = service.database;
  const { zoneWriters } = contractAccounts();
  const ctx = onBehalfOf({ ...service, zoneWriters }, tenantId, { kind: "admin" });
  const createdAt = service.now();
  count += 1;
  const hostname = `${marker}-${count}.example.com`;
  await prisma.tenant.update({ where: { id: tenantId }, data: { name: `${marker}-${count}`, plan: "enterprise" } });
  await prisma.application.update({ where: { id: applicationId }, data: { name: marker } });
  const testApplication = await prisma.application.create({
    data: { id: newId(createdAt), tenantId, name: marker, environment: "test", createdAt },
  });
  const createKeyIn = async (application: string, wanted: readonly Scope[]) =>
    createKey(ctx, { id: application, name: marker, scopes: [...wanted] });
  const connection = await createConnection(ctx, createConnectionSchema.parse({ applicationId, hostname }));
  // After the connection, which is one that is set up by hand.
  const credential = await createCredential(
    ctx,
    createCredentialSchema.parse({
      id: applicationId,
      provider: "digitalocean",
      label: marker,
      fields: { api_token: providerToken },
    }),
  );
  const endpoint = await prisma.webhookEndpoint.create({
    data: {
      id: newId(createdAt),
      tenantId,
      environment: "live",
      url: `https://${marker}.example.net/hook`,
      description: marker,
      secretSealed: service.encryptor.encrypt(`whsec_${Buffer.alloc(32, marker).toString("base64")}`),
      createdAt,
    },
  });
  const delivery = await prisma.webhookDelivery.create({
    data: {
      id: newId(createdAt),
      tenantId,
      endpointId: endpoint.id,
      connectionId: connection.id,
      messageId: newId(createdAt),
      type: "domain.verified",
      sequence: 3,
      data: { hostname },
      status: "succeeded",
      createdAt,
      settledAt: createdAt,
    },
  });
  const token = await createToken(ctx, { applicationId });
  const full = await createKeyIn(applicationId, scopes);
  const enter = async (options: Parameters<typeof createTestUser>[1]): Promise<Person> => {
    const user = await createTestUser(service, { ...options, email: `${marker}-${newId(createdAt)}@example.com` });
    return { ...user, headers: await signedInHeaders(service, user.userId) };
  };
  const owner = await enter({ tenantId, role: "owner" });
  const member = await enter({ tenantId, role: "member" });
  const staff = await enter({ isStaff: true });
  // The owner's other browser, which the examples sign out.
  await signedInHeaders(service, owner.userId);
  const second = await prisma.userSession.findFirstOrThrow({
    where: { userId: owner.userId },
    orderBy: { id: "desc" },
  });
  const invitation = await prisma.invitation.create({
    data: {
      id: newId(createdAt),
      tenantId,
      email: `${marker}-guest-${count}@example.com`,
      role: "member",
      tokenHash: newId(createdAt),
      invitedBy: "admin",
      expiresAt: new Date(createdAt.getTime() + 86_400_000),
      createdAt,
    },
  });
  const job = await prisma.job.findUniqueOrThrow({
    where: { key: jobKey("check-ownership", { connectionId: connection.id }) },
  });
  return {
    owner,
    member,
    personWith: (role) => enter(role === null ? {} : { tenantId, role }),
    staff,
    viewer: async () => {
      const person = await enter({ isStaff: true });
      const session = await prisma.userSession.findFirstOrThrow({ where: { userId: person.userId } });
      const actor = { kind: "staff" as const, userId: person.userId, sessionId: session.id };
      await startViewing(onBehalfOf(service, noTenantId, actor), { tenantId });
      return person;
    },
    callerOf: ({ widget, caller }) => {
      if (caller) return { secret: null, headers: (caller === "staff" ? staff : owner).headers };
      return { secret: widget === "only" ? token.authToken : full.secret };
    },
    ctx,
    hostname,
    ids: new Map<string, string>([
      [exampleIds.application, applicationId],
      [exampleIds.connection, connection.id],
      [exampleIds.shareLink, (await createShareLink(ctx, { id: connection.id, expiresInDays: 7 })).id],
      [exampleIds.key, (await createKeyIn(applicationId, ["usage:read"])).id],
      [exampleIds.credential, credential.id],
      [exampleIds.webhookEndpoint, endpoint.id],
      [exampleIds.webhookDelivery, delivery.id],
      [exampleIds.tenant, tenantId],
      [exampleIds.user, owner.userId],
      [exampleIds.member, member.userId],
      [exampleIds.session, second.id],
      [exampleIds.invitation, invitation.id],
      [exampleIds.job, String(job.id)],
    ]),
    fullKey: full.secret,
    keyWith: async (wanted) => (await createKeyIn(applicationId, wanted)).secret,
    testKey: async () => (await createKeyIn(testApplication.id, scopes)).secret,
    tokenFor: async (domain?: string) => (await createToken(ctx, { applicationId, domain })).authToken,
  };
}

/** What an endpoint's example needs before it can succeed. */
export const prepare: Record<string, (fixture: Fixture) => Promise<unknown>> = {
  deleteApplication: ({ ctx, ids }) => archiveConnection(ctx, { id: connectionOf(ids) }),
  applyRecords: async ({ ctx, ids }) => {
    const plan = await planRecords(ctx, { id: connectionOf(ids) });
    ids.set(exampleIds.plan, plan.id);
  },
  undoRecords: async ({ ctx, ids }) => {
    const id = connectionOf(ids);
    await applyRecords(ctx, { id });
    const where = { connectionId: id, tenantId: ctx.tenantId, type: "connection.records_written" };
    ids.set(exampleIds.event, (await ctx.database.prisma.event.findFirstOrThrow({ where })).id);
  },
  // Links use it only while it is live.
  setShareHostname: ({ ctx, ids }) =>
    inTransaction(ctx, async (tx) => {
      for (const signal of ["ownership_proven", "records_match", "certificate_seen"] as const) {
        await transition(ctx, tx, connectionOf(ids), signal);
      }
    }),
  // The last owner cannot be removed.
  leaveTenant: ({ ctx, member }) => updateMember(ctx, { userId: member.userId, role: "owner" }),
};

function connectionOf(ids: ReadonlyMap<string, string>): string {
  return connectionIdSchema.parse({ id: ids.get(exampleIds.connection) }).id;
}
