import type { z } from "zod";
import type { ErrorCode } from "@/lib/kernel/errors";
import type { Scope } from "@/lib/kernel/scopes";

export const tags = [
  "connections",
  "diagnosis",
  "domains",
  "domain connect",
  "email",
  "applications",
  "credentials",
  "tokens",
  "webhooks",
  "stats",
  "plans",
  "audit log",
  "providers",
  "team",
  "branding",
  "session",
  "support",
] as const;

/** An endpoint as data, for validation, documentation and types. Keys of `input` named in the path are path parameters. */
export type Endpoint<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  /** Unique, camelCase: the `operationId`, and the method's name in generated clients. */
  id: string;
  tag: (typeof tags)[number];
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{name}` for parameters, e.g. `/v1/connections/{id}`. */
  path: string;
  /** The scope that a key needs. null and no `caller`: open to everyone, without credentials. */
  scope: Scope | null;
  /** Only for people signed in with a browser, or only for support staff. Keys and tokens are refused. */
  caller?: "person" | "staff";
  /** Widget tokens may call it. `only`: and nobody else, since it is about the token. */
  widget?: true | "only";
  /** Its verb only reads, and may read from a replica of the database: lists and counts, which cost the most. */
  replica?: true;
  summary: string;
  /** Markdown, for what the summary does not say. */
  description?: string;
  status: 200 | 201;
  /** What its body may have, where files are in it; otherwise `maxBodyBytes` of read-input.ts. */
  maxBodyBytes?: number;
  input: I;
  output: O;
  /** Codes of its verb's refusals, beside those that every endpoint has (see `errorsOf`). */
  errors: readonly ErrorCode[];
  example: { input: z.input<I>; output: z.output<O> };
};

export function defineEndpoint<I extends z.ZodType, O extends z.ZodType>(endpoint: Endpoint<I, O>): Endpoint<I, O> {
  return endpoint;
}

/** Path parameters, in order, in snake_case. */
export function pathParameters(endpoint: Pick<Endpoint, "path">): string[] {
  return [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
}

/** Whether the input beyond the path is a JSON body, not the query. */
export function hasBody({ method }: { method?: string | undefined }): boolean {
  return method === "POST" || method === "PUT" || method === "PATCH";
}

/** Open to everyone, without credentials. */
export function isPublic(endpoint: Pick<Endpoint, "scope" | "caller">): boolean {
  return endpoint.scope === null && endpoint.caller === undefined;
}

/** Whether calls count against the plan. A tenant over its limit must still be able to see why and to change the plan. */
export function countsAgainstPlan(endpoint: Pick<Endpoint, "scope" | "tag" | "widget">): boolean {
  return endpoint.scope !== null && endpoint.tag !== "plans" && endpoint.widget !== "only";
}

/** Every error code that an endpoint may return: its own, and those of the conventions. */
export function errorsOf(endpoint: Endpoint): ErrorCode[] {
  const common: ErrorCode[] = ["invalid", "internal"];
  const authenticated: ErrorCode[] = ["unauthorized", "forbidden", "rate_limited", "unavailable"];
  const codes = [
    ...endpoint.errors,
    ...common,
    ...(isPublic(endpoint) ? [] : authenticated),
    ...(countsAgainstPlan(endpoint) ? (["QuotaExceeded"] as const) : []),
    ...(endpoint.widget ? (["token_expired"] as const) : []),
    // Staff endpoints answer 404 to everyone else.
    ...(pathParameters(endpoint).length > 0 || endpoint.caller === "staff" ? (["not_found"] as const) : []),
    ...(hasBody(endpoint) ? (["payload_too_large"] as const) : []),
    ...(endpoint.method === "POST" ? (["idempotency_conflict"] as const) : []),
  ];
  return [...new Set(codes)];
}
