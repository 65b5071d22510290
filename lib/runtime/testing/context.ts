import { noBilling } from "@/lib/accounts/billing/no-billing";
import type { Database } from "@/lib/db/client";
import type { ResourceRecord, ServerAnswer } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";
import { newId } from "@/lib/kernel/ids";
import { silentLog } from "@/lib/kernel/log";
import type { PlanName } from "@/lib/kernel/plans";
import { type Environment, type Scope, scopes } from "@/lib/kernel/scopes";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";
import { createPasswords } from "@/lib/platform/crypto/passwords";
import { createSessionCookie } from "@/lib/platform/crypto/session-cookie";
import { createTokenSigner } from "@/lib/platform/crypto/token-signer";
import { noRegistry } from "@/lib/platform/outbound/rdap";
import type { ChangeFeed } from "@/lib/platform/ports/change-feed";
import type { Context, Policy, ServiceContext } from "@/lib/platform/ports/context";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { EdgeReach, ProbeResult, ReachJudgement, SecureReach, TlsProber } from "@/lib/platform/ports/edge";
import { createProcessMemory } from "@/lib/platform/ports/process-memory";
import { testUpstreams } from "@/lib/runtime/testing/upstreams";

export const testTokenSecret = "test-token-secret-0123456789-abcdefghij";

/** The same key in all processes of a test. */
const testEncryptor = createEncryptor([Buffer.alloc(32, "latchkey-test").toString("base64")]);

export const testAppUrl = "https://app.example.com";

/** The cheapest scrypt parameters. */
const testPasswords = createPasswords({ N: 2, r: 1, p: 1 });

const testSessions = createSessionCookie({
  secret: "test-auth-secret-0123456789-abcdefghij",
  appUrl: testAppUrl,
  sandbox: false,
});

export const testEdge = { hostname: "edge.latchkey.test", addresses: ["203.0.113.10"] };

/** Never reports a change. */
const noChanges: ChangeFeed = {
  read: async () => ({ cursor: "LjAuLQ", connectionIds: [], more: false }),
  endWaits() {},
  close: async () => undefined,
};

/** A configurable world: the clock, the records of two nameservers, and the edge's answers. */
export type TestWorld = {
  service: ServiceContext;
  advance(ms: number): void;
  set(at: Date): void;
  /** On both servers; `values` replaces the existing records. */
  publish(name: string, type: string, values: string[]): void;
  /** On the first server only, so that the second one lags. */
  publishOnFirst(name: string, type: string, values: string[]): void;
  silence(silent: boolean): void;
  /** The zone of every name, and the names of its two nameservers. */
  delegate(zone: string, nameservers: [first: string, second: string]): void;
  edgeAnswers(answer: (hostname: string) => ProbeResult): void;
  /** Foreign addresses that forward to our own edge. */
  setForwarders(addresses: readonly string[], judge?: (secure: SecureReach) => ReachJudgement): void;
};

export function createWorld(database: Database, policy: Partial<Policy> = {}): TestWorld {
  let now = new Date("2026-01-01T00:00:00Z");
  let silent = false;
  let delegation: TestDelegation = { zone: "test", nameservers: ["ns1.provider.test", "ns2.provider.test"] };
  let probe: (hostname: string) => ProbeResult = () => ({
    kind: "unreachable",
    code: "no_connection",
    reason: "connection refused",
  });
  const zones: Map<string, string[]>[] = [new Map(), new Map()];
  const resolver: DnsResolver = {
    async ask(name, type) {
      return answerFrom(zones, delegation, silent, name.toLowerCase(), type);
    },
  };
  const tlsProber: TlsProber = { probe: async (hostname) => probe(hostname) };
  let forwarders: readonly string[] = [];
  let judgeForwarders: (secure: SecureReach) => ReachJudgement = () => "arrives";
  const edgeReach: EdgeReach = {
    judge: async (_hostname, addresses, secure) =>
      addresses.length > 0 && addresses.every((one) => [...forwarders, ...testEdge.addresses].includes(one))
        ? judgeForwarders(secure)
        : "fails",
  };
  return {
    service: createTestService(database, { now: () => new Date(now), resolver, tlsProber, edgeReach }, policy),
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
    set: (at) => {
      now = at;
    },
    publish: (name, type, values) => {
      for (const zone of zones) zone.set(`${name} ${type}`, values);
    },
    publishOnFirst: (name, type, values) => {
      zones[0]?.set(`${name} ${type}`, values);
    },
    silence: (next) => {
      silent = next;
    },
    delegate: (zone, nameservers) => {
      delegation = { zone, nameservers };
    },
    edgeAnswers: (next) => {
      probe = next;
    },
    setForwarders: (addresses, judge = () => "arrives") => {
      forwarders = addresses;
      judgeForwarders = judge;
    },
  };
}

/** A service context on a real database. Using a port that is not given throws. */
export function createTestService(
  database: Database,
  ports: Partial<Omit<ServiceContext, "database" | "policy">> = {},
  policy: Partial<Policy> = {},
): ServiceContext {
  return {
    now: () => new Date(),
    database,
    resolver: { ask: unexpected },
    recursive: {
      ask: async () => [],
      refer: async (zone) => ({ zone, parent: null, kind: "unreachable", servers: [] }),
    },
    tlsProber: { probe: unexpected },
    reach: { probe: unexpected },
    edgeReach: { judge: async () => "fails" },
    originEcho: { confirm: unexpected },
    registry: noRegistry,
    outbound: { send: unexpected, close: async () => undefined },
    zoneWriters: {
      open() {
        throw new Error("this test does not expect a DNS provider");
      },
    },
    upstreams: testUpstreams(),
    billing: noBilling,
    encryptor: testEncryptor,
    tokens: createTokenSigner(testTokenSecret),
    mailer: { assertReady() {}, send: unexpected },
    passwords: testPasswords,
    sessions: testSessions,
    changes: noChanges,
    memory: createProcessMemory(),
    log: silentLog,
    ...ports,
    policy: {
      sandbox: true,
      appUrl: testAppUrl,
      signUp: "open",
      mailsPerHour: 1_000_000,
      edge: testEdge,
      edgeUrlPort: null,
      platformHostnames: [testEdge.hostname],
      issuers: [],
      caaIdentities: ["letsencrypt.org"],
      planPrices: {},
      planContact: null,
      upgradeUrl: "https://app.example.com/usage",
      recheckIntervalMs: 600_000,
      unreachableAfterMs: 60 * 60_000,
      deliveriesKeptMs: 30 * 86_400_000,
      eventsKeptMs: null,
      contestGraceMs: 86_400_000,
      ...policy,
    },
  };
}

async function unexpected(): Promise<never> {
  throw new Error("this test does not expect outside calls");
}

type TestDelegation = { zone: string; nameservers: [first: string, second: string] };

function answerFrom(
  zones: Map<string, string[]>[],
  delegation: TestDelegation,
  silent: boolean,
  name: string,
  type: string,
): AuthoritativeAnswer {
  const servers = zones.map((zone, index): ServerAnswer => {
    const server = { server: delegation.nameservers[index] ?? "", address: `192.0.2.${index + 1}`, name, type };
    const rest = { transport: "udp" as const, rttMs: 1, authoritative: true };
    if (silent) return { ...server, ...rest, kind: "unreachable", reason: "timeout", records: [] };
    const alias = zone.get(`${name} CNAME`) ?? [];
    const found = alias.length > 0 ? alias : (zone.get(`${name} ${type}`) ?? []);
    const kind = alias.length > 0 ? "CNAME" : type;
    const records = found.map((value): ResourceRecord => ({ name, type: kind, value, ttl: 300 }));
    return { ...server, ...rest, kind: records.length > 0 ? "answer" : "nodata", records };
  });
  return { name, type, zone: delegation.zone, delegation: { kind: "ok" }, servers };
}

/** The edge has a certificate for every name. */
export function validCertificate(now: Date, serial = "01"): ProbeResult {
  return {
    kind: "certificate",
    certificate: {
      issuer: "CN=Test CA",
      subject: "",
      serial,
      notBefore: new Date(now.getTime() - 3_600_000),
      notAfter: new Date(now.getTime() + 90 * 86_400_000),
      names: [],
    },
    trusted: true,
    matchesName: true,
    code: null,
    reason: null,
  };
}

export type TestTenant = { ctx: Context; tenantId: string; applicationId: string };

export type TestTenantOptions = { environment?: Environment; scopes?: Scope[]; plan?: PlanName };

/**
 * A tenant with an application, and the context of its key, by default with all scopes. Its plan's limits are
 * none or high, so that only quota tests reach them.
 */
export async function createTestTenant(service: ServiceContext, options: TestTenantOptions = {}): Promise<TestTenant> {
  const createdAt = service.now();
  const environment = options.environment ?? "live";
  const tenantId = newId(createdAt);
  const applicationId = newId(createdAt);
  const plan = options.plan ?? "enterprise";
  await service.database.prisma.tenant.create({ data: { id: tenantId, name: "Test", plan, createdAt } });
  await service.database.prisma.application.create({
    data: { id: applicationId, tenantId, name: "App", environment, createdAt },
  });
  const actor = {
    kind: "key" as const,
    keyId: newId(createdAt),
    applicationId,
    environment,
    scopes: options.scopes ?? scopes,
  };
  return { ctx: onBehalfOf(service, tenantId, actor), tenantId, applicationId };
}
