import { z } from "zod";
import { exampleChallenge, exampleIds } from "@/lib/api/endpoints/examples";
import { type ErrorCode, errorStatus } from "@/lib/kernel/errors";
import { toWire } from "@/lib/kernel/wire";

const codes = Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]];

/** The error envelope, as data. */
export const errorSchema = z.object({
  error: z.object({
    code: z.enum(codes).describe("Stable: switch on it."),
    message: z.string().describe("For people. It may change."),
    param: z.string().optional().describe("The field that is wrong, e.g. `dns_records.0.value`."),
    details: z.record(z.string(), z.unknown()).optional().describe("More about the error, depending on the code."),
    docUrl: z.url().describe("What the code means, and what to do."),
    requestId: z.uuid().describe("Also in the `X-Request-Id` header and in the log."),
    limit: z.number().int().optional().describe("With `QuotaExceeded`: the limit that was reached."),
    plan: z.string().optional().describe("With `QuotaExceeded`: the plan that has this limit."),
    upgradeUrl: z.string().optional().describe("With `QuotaExceeded`: where to change the plan."),
  }),
});

type ErrorFields = z.input<typeof errorSchema>["error"];

/** An error response with this code, in wire form. */
export function exampleError(code: ErrorCode): unknown {
  const docUrl = `https://latchkey.example.net/docs/errors#${code}`;
  return toWire({ error: { code, ...examples[code], docUrl, requestId: "019aa6c5-2f40-7a66-b8e4-7c2f9d1e5b05" } });
}

const examples: Record<ErrorCode, Omit<ErrorFields, "code" | "docUrl" | "requestId">> = {
  invalid: { message: "There is no field “color”.", param: "color" },
  unauthorized: { message: "This API key does not exist or was revoked." },
  token_expired: { message: "This widget token has expired. Mint a fresh one on your server (POST /v1/tokens)." },
  QuotaExceeded: {
    message: "You have reached the Free plan's limit of 3 connections started in a month.",
    limit: 3,
    plan: "free",
    upgradeUrl: "https://latchkey.example.net/plans",
    details: { kind: "connect", used: 3, periodEnd: "2026-12-01T00:00:00.000Z" },
  },
  forbidden: { message: "This key lacks the scope connections:write.", details: { scope: "connections:write" } },
  not_found: { message: `There is no connection ${exampleIds.connection}.` },
  method_not_allowed: {
    message: "This path does not support PUT. It supports GET, HEAD, OPTIONS, POST.",
    details: { allow: ["GET", "HEAD", "OPTIONS", "POST"] },
  },
  HostnameConflict: {
    message: "You already have a connection for shop.example.com (it is live).",
    param: "hostname",
    details: { heldBy: "own_connection", connectionId: exampleIds.connection, state: "live" },
  },
  ownership_not_found: {
    message: `There is no TXT record at ${exampleChallenge.name} yet.`,
    details: { name: exampleChallenge.name, type: "TXT", seen: "missing", values: [] },
  },
  invalid_state: { message: "shop.example.com is archived. Connect it again to check it." },
  idempotency_conflict: {
    message:
      "This Idempotency-Key was used for another request within the last 24 hours. Use a new key for each request.",
  },
  payload_too_large: { message: "The body is larger than 262144 bytes." },
  rate_limited: {
    message: "More than 3000 requests within a minute. Try again in 12 s.",
    details: { retryAfterSeconds: 12 },
  },
  internal: { message: "Something went wrong on our side. Include the request id when you report it." },
  billing_unavailable: { message: "No billing provider is configured here. Ask the operator for another plan." },
  provider_error: { message: "The provider refused the request.", details: { provider: "stripe" } },
  unavailable: { message: "The database cannot be reached right now. Try again." },
};
