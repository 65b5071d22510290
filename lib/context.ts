import type { Database } from "@/lib/db/client";
import type { DnsResolver } from "@/lib/dns/resolver";
import type { TlsProber } from "@/lib/edge/tls-prober";
import type { Log } from "@/lib/log";

export const scopes = ["connections:read", "connections:write", "apps:admin", "webhooks:write", "usage:read"] as const;
export type Scope = (typeof scopes)[number];
export type Environment = "test" | "live";

/** On whose behalf a verb runs. */
export type Actor =
  | { kind: "key"; keyId: string; applicationId: string; environment: Environment; scopes: readonly Scope[] }
  | { kind: "sandbox" }
  | { kind: "admin" }
  | { kind: "worker" };

/** Facts about this installation that verbs need. */
export type Policy = {
  sandbox: boolean;
  edge: { hostname: string; addresses: readonly string[] };
  /** Names that no tenant may connect: the edge's and the app's own. */
  platformHostnames: readonly string[];
  recheckIntervalMs: number;
};

/** What a verb may touch. Everything outside the process is a port, so that tests swap it without module mocks. */
export type ServiceContext = {
  now(): Date;
  database: Database;
  resolver: DnsResolver;
  tlsProber: TlsProber;
  log: Log;
  policy: Policy;
};

/** A verb's context: the ports, on behalf of one tenant. */
export type Context = ServiceContext & { tenantId: string; actor: Actor };

/** The same ports on behalf of a tenant. */
export function onBehalfOf(service: ServiceContext, tenantId: string, actor: Actor): Context {
  return { ...service, tenantId, actor };
}

/** How the timeline names who did it. */
export function actorLabel(actor: Actor): string {
  return actor.kind === "key" ? `key:${actor.keyId}` : actor.kind;
}

/** An API key sees the objects of its own environment only; everyone else sees both. */
export function environmentFilter(actor: Actor): { environment?: Environment } {
  return actor.kind === "key" ? { environment: actor.environment } : {};
}
