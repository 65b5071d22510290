import { type Endpoint, isPublic, pathParameters } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import type { ErrorCode } from "@/lib/kernel/errors";
import { type Role, scopesOfRole } from "@/lib/kernel/roles";
import { type Environment, type Scope, scopes } from "@/lib/kernel/scopes";

/**
 * `yes`: on the tenant's objects. `own`: the call is answered, but covers only what belongs to the caller: their account,
 * their tenant, their environment, their hostname. Otherwise the code of the refusal.
 */
export type Access = "yes" | "own" | Extract<ErrorCode, "unauthorized" | "token_expired" | "forbidden" | "not_found">;

/** Whose caller it is: of the tenant whose objects are asked for, of another one, or of none. */
type Side = "ours" | "others" | "none";

export type Caller = { name: string } & (
  | { kind: "refused"; code: "unauthorized" | "token_expired" }
  | { kind: "key"; side: Side; environment: Environment; scopes: readonly Scope[] }
  /** `hostname`: whether the token is for every hostname of the application, for that of the example, or for another one. */
  | { kind: "token"; side: Side; hostname: "any" | "same" | "another" }
  | { kind: "person"; side: Side; role: Role | null }
  | { kind: "staff"; side: Side; isViewing: boolean }
);

/** Every kind of caller, by id. Objects are of the live environment. */
export const callers = {
  anonymous: { name: "no credentials", kind: "refused", code: "unauthorized" },
  inventedKey: { name: "invented key", kind: "refused", code: "unauthorized" },
  revokedKey: { name: "revoked key", kind: "refused", code: "unauthorized" },
  endedSession: { name: "ended session", kind: "refused", code: "unauthorized" },
  expiredToken: { name: "expired widget token", kind: "refused", code: "token_expired" },
  fullKey: { name: "live key, all scopes", kind: "key", side: "ours", environment: "live", scopes },
  connectionsReadKey: keyWith("connections:read"),
  connectionsWriteKey: keyWith("connections:write"),
  appsAdminKey: keyWith("apps:admin"),
  webhooksWriteKey: keyWith("webhooks:write"),
  usageReadKey: keyWith("usage:read"),
  testKey: { name: "test key, all scopes", kind: "key", side: "ours", environment: "test", scopes },
  otherKey: { name: "another tenant's key", kind: "key", side: "others", environment: "live", scopes },
  token: { name: "widget token", kind: "token", side: "ours", hostname: "any" },
  boundToken: { name: "widget token for the hostname", kind: "token", side: "ours", hostname: "same" },
  otherHostnameToken: { name: "widget token for another hostname", kind: "token", side: "ours", hostname: "another" },
  otherToken: { name: "another tenant's widget token", kind: "token", side: "others", hostname: "any" },
  owner: { name: "owner", kind: "person", side: "ours", role: "owner" },
  admin: { name: "admin", kind: "person", side: "ours", role: "admin" },
  member: { name: "member", kind: "person", side: "ours", role: "member" },
  otherOwner: { name: "another tenant's owner", kind: "person", side: "others", role: "owner" },
  otherMember: { name: "another tenant's member", kind: "person", side: "others", role: "member" },
  nobody: { name: "person without a company", kind: "person", side: "none", role: null },
  removedMember: { name: "removed member", kind: "person", side: "none", role: null },
  staff: { name: "support staff", kind: "staff", side: "none", isViewing: false },
  viewer: { name: "support staff viewing the company", kind: "staff", side: "ours", isViewing: true },
} as const satisfies Record<string, Caller>;

export type CallerId = keyof typeof callers;
export const callerIds = Object.keys(callers) as CallerId[];

/** Endpoints that a verb restricts further, for what the whole tenant shares: people and payments. */
const ownersOnly: readonly string[] = ["changePlan", "createCheckout"];
const isClosedToTestKeys = ({ id, tag, method }: Endpoint) =>
  (tag === "team" && id !== "getTenant") ||
  (tag === "branding" && method !== "GET") ||
  ownersOnly.includes(id) ||
  id === "createApplication";

/**
 * What a caller gets from an endpoint, called with its example on objects of the live environment of one tenant. Written
 * from the rules, not from the code that enforces them: the test compares the two in every cell.
 */
export function accessOf(endpoint: Endpoint, id: CallerId): Access {
  const caller: Caller = callers[id];
  if (isPublic(endpoint)) return "yes";
  if (caller.kind === "refused") return caller.code;
  if (endpoint.caller === "staff") return caller.kind === "staff" ? "yes" : "not_found";
  if (endpoint.widget === "only" && caller.kind !== "token") return "forbidden";
  if (caller.kind === "staff" && caller.isViewing) {
    if (endpoint.method !== "GET") return "forbidden";
    return endpoint.caller === "person" ? "own" : "yes";
  }
  if (endpoint.caller === "person") return personalAccess(endpoint, id, caller);
  return tenantAccess(endpoint, caller);
}

/** A device belongs to one person, a tenant to its members. */
function personalAccess(endpoint: Endpoint, id: CallerId, caller: Caller): Access {
  if (caller.kind === "key" || caller.kind === "token") return "forbidden";
  if (!namesObjects(endpoint)) return "own";
  const isTheirs = pathParameters(endpoint).length > 0 ? id === "owner" : "side" in caller && caller.side === "ours";
  return isTheirs ? "yes" : "not_found";
}

function tenantAccess(endpoint: Endpoint, caller: Caller): Access {
  if (caller.kind === "refused" || caller.kind === "staff") return "forbidden";
  if (caller.kind === "token" && !endpoint.widget) return "forbidden";
  const granted = caller.kind === "key" ? caller.scopes : caller.kind === "person" ? grantedTo(caller.role) : null;
  if (granted && endpoint.scope && !granted.includes(endpoint.scope)) return "forbidden";
  if (caller.kind === "person" && caller.role !== "owner" && ownersOnly.includes(endpoint.id)) return "forbidden";
  const isTest = caller.kind === "key" && caller.environment === "test";
  if (isTest && isClosedToTestKeys(endpoint)) return "forbidden";
  if (caller.kind === "token" && caller.hostname === "another") {
    if (pathParameters(endpoint).length > 0) return "not_found";
    return endpoint.method === "GET" ? "own" : "forbidden";
  }
  if (caller.side === "ours" && !isTest) return "yes";
  return namesObjects(endpoint) ? "not_found" : "own";
}

function grantedTo(role: Role | null): readonly Scope[] {
  return role === null ? [] : scopesOfRole[role];
}

/** Whether the example needs existing objects: in the path, or as the application or tenant that a `POST` is for. */
export function namesObjects(endpoint: Endpoint): boolean {
  if (pathParameters(endpoint).length > 0) return true;
  const input: { applicationId?: unknown; tenantId?: unknown } = endpoint.example.input ?? {};
  return (
    endpoint.method === "POST" &&
    (input.applicationId === exampleIds.application || input.tenantId === exampleIds.tenant)
  );
}

function keyWith<S extends Scope>(scope: S) {
  return { name: `live key, ${scope}`, kind: "key", side: "ours", environment: "live", scopes: [scope] } as const;
}
