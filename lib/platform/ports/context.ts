import type { Database } from "@/lib/db/client";
import type { IdempotencyStore } from "@/lib/db/transaction";
import type { ZoneWriters } from "@/lib/dns/adapters/zone-writers";
import { recursiveFor, resolverFor } from "@/lib/dns/on-behalf";
import type { RecursiveDns } from "@/lib/dns/recursive";
import type { DnsResolver } from "@/lib/dns/resolver";
import { Refusal } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";
import type { PlanName, PlanPrice } from "@/lib/kernel/plans";
import type { Role } from "@/lib/kernel/roles";
import type { Environment, Scope } from "@/lib/kernel/scopes";
import type { Encryptor } from "@/lib/platform/crypto/encryptor";
import type { Passwords } from "@/lib/platform/crypto/passwords";
import type { SessionCookie } from "@/lib/platform/crypto/session-cookie";
import type { TokenSigner } from "@/lib/platform/crypto/token-signer";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";
import type { Registry } from "@/lib/platform/outbound/rdap";
import type { Billing } from "@/lib/platform/ports/billing";
import type { ChangeFeed } from "@/lib/platform/ports/change-feed";
import type { EdgeReach, OriginEcho, ReachProber, TlsProber, Upstreams } from "@/lib/platform/ports/edge";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";
import type { Mailer } from "@/lib/platform/ports/mailer";
import type { ProcessMemory } from "@/lib/platform/ports/process-memory";

/** On whose behalf a verb runs. */
export type Actor = (
  | { kind: "key"; keyId: string; applicationId: string; environment: Environment; scopes: readonly Scope[] }
  /** The bearer of a widget token: one application's, and one hostname's if the token names one. */
  | {
      kind: "widget";
      tokenId: string;
      applicationId: string;
      environment: Environment;
      hostname: string | null;
      /** Who of the tenant's users it was created for; null: nobody was named. */
      endUserRef: string | null;
      expiresAt: Date;
      scopes: readonly Scope[];
      allowedOrigins: readonly string[];
    }
  /** A person who is signed in. `role` is theirs in the context's tenant; null: they are a member of none. */
  | { kind: "user"; userId: string; sessionId: string; role: Role | null }
  /** Support staff, in their own console. */
  | { kind: "staff"; userId: string; sessionId: string }
  | { kind: "admin" }
  | { kind: "worker" }
  /** Whoever has a share link. */
  | { kind: "link" }
) & {
  /** Only what belongs to this environment: a key's or token's own, or the one that a list is asked for. */
  environment?: Environment;
};

/** Facts about this installation that verbs need. */
export type Policy = {
  sandbox: boolean;
  /** The dashboard's URL, without a slash at the end. */
  appUrl: string;
  signUp: "open" | "invited";
  /** Mails to addresses that people typed, by all instances together. */
  mailsPerHour: number;
  edge: { hostname: string; addresses: readonly string[] };
  /** The port in URLs of connected hostnames; null: that of https. */
  edgeUrlPort: number | null;
  /** The certificate authorities in the order in which Caddy tries them; empty: Caddy's own. */
  issuers: readonly CertificateAuthority[];
  /** Issuer domain names that CAA records must allow for our CA (RFC 8659); none: our CA does not check CAA. */
  caaIdentities: readonly string[];
  /** Names that no tenant may connect: the edge's and the app's own. */
  platformHostnames: readonly string[];
  recheckIntervalMs: number;
  /** After how much silence of its nameservers a live domain is reported as unreachable. */
  unreachableAfterMs: number;
  /** How long settled webhook deliveries are stored at least. */
  deliveriesKeptMs: number;
  /** How long events are stored; null: as long as their connection. */
  eventsKeptMs: number | null;
  /** How long a hostname that is contested stays with a holder that uses it. */
  contestGraceMs: number;
  /** What the operator charges for each plan; without one, people ask. */
  planPrices: Readonly<Partial<Record<PlanName, PlanPrice>>>;
  /** Whom they ask: an email address or a URL; null: the operator has named nobody. */
  planContact: string | null;
  /** Where people change their plan. */
  upgradeUrl: string;
};

/** What a verb may use. Everything outside the process is a port, so that tests replace it without module mocks. */
export type ServiceContext = {
  now(): Date;
  database: Database;
  resolver: DnsResolver;
  /** Answers of caching and validating resolvers: shown to people, never the basis of a decision. */
  recursive: RecursiveDns;
  tlsProber: TlsProber;
  /** How the published addresses of a hostname respond, wherever they lead. */
  reach: ReachProber;
  /** Whether they all lead to our own edge. Answers are cached. */
  edgeReach: EdgeReach;
  originEcho: OriginEcho;
  /** What registries say about domains. */
  registry: Registry;
  /** The only way to call a URL that a tenant has set. */
  outbound: OutboundHttp;
  /** Accounts at DNS providers, by the credentials that tenants stored. */
  zoneWriters: ZoneWriters;
  /** Whether an application's origin may be used, and by which address. */
  upstreams: Upstreams;
  billing: Billing;
  encryptor: Encryptor;
  tokens: TokenSigner;
  mailer: Mailer;
  passwords: Passwords;
  sessions: SessionCookie;
  changes: ChangeFeed;
  memory: ProcessMemory;
  log: Log;
  policy: Policy;
};

/** The request that a verb runs for; `signal` aborts when the caller disconnects. */
export type Caller = { ip: string | null; requestId: string; signal?: AbortSignal };

/** A verb's context: the ports, on behalf of one tenant. */
export type Context = ServiceContext & {
  tenantId: string;
  actor: Actor;
  /** Absent in jobs, scripts and seeds. */
  caller?: Caller;
  /** Set where the caller gave an `Idempotency-Key`: see `answerInTransaction`. */
  idempotency?: IdempotencyStore;
};

/** The same ports on behalf of a tenant. Its DNS queries use its own share. */
export function onBehalfOf(service: ServiceContext, tenantId: string, actor: Actor): Context {
  const resolver = resolverFor(service.resolver, tenantId);
  return { ...service, resolver, recursive: recursiveFor(service.recursive, tenantId), tenantId, actor };
}

/** The actor as the timeline and the audit log store it. */
export function actorLabel(actor: Actor): string {
  if (actor.kind === "key") return `key:${actor.keyId}`;
  if (actor.kind === "user" || actor.kind === "staff") return `${actor.kind}:${actor.userId}`;
  return actor.kind === "widget" ? `widget:${actor.applicationId}` : actor.kind;
}

/**
 * The owner of a request's `Idempotency-Key` and rate limit: an API key, a browser's session, or one widget token. Visitors
 * of a page all hold tokens of one application, and must not receive each other's responses.
 */
export function principalOf(actor: Actor): string {
  if (actor.kind === "user" || actor.kind === "staff") return `session:${actor.sessionId}`;
  return actor.kind === "widget" ? `widget:${actor.tokenId}` : actorLabel(actor);
}

/**
 * The tenant's applications that a caller may act in, except deleted ones: a key in those of its environment, a token in
 * its own. Write it as `AND`: spread into other conditions, its `id` would replace the requested one.
 */
export function visibleApplications(actor: Actor): { deletedAt: null; environment?: Environment; id?: string } {
  const deletedAt = null;
  if (actor.kind === "widget") return { deletedAt, environment: actor.environment, id: actor.applicationId };
  return { deletedAt, ...environmentFilter(actor) };
}

/** The tenant's connections that a caller may see and act on, as `AND`; a token for a hostname, that hostname's only. */
export function visibleConnections(actor: Actor): {
  application?: { environment: Environment };
  applicationId?: string;
  hostname?: string;
} {
  if (actor.kind !== "widget") return actor.environment ? { application: { environment: actor.environment } } : {};
  return { applicationId: actor.applicationId, ...(actor.hostname === null ? {} : { hostname: actor.hostname }) };
}

/** An API key or token sees the objects of its own environment only; everyone else both, or the one they ask for. */
export function environmentFilter(actor: Actor): { environment?: Environment } {
  return actor.environment ? { environment: actor.environment } : {};
}

/**
 * The same caller, who sees the objects of one environment only. Without one: what they see anyway.
 * @throws Refusal invalid for a key or token of the other environment: an empty list would look like an answer
 */
export function inEnvironment(ctx: Context, environment: Environment | undefined): Context {
  const { actor } = ctx;
  if (!environment) return ctx;
  if (actor.environment && actor.environment !== environment) {
    const param = "environment";
    throw new Refusal("invalid", `${param}: your key is for the ${actor.environment} environment.`, { param });
  }
  return { ...ctx, actor: { ...actor, environment } };
}
