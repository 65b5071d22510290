import { expect, it, vi } from "vitest";
import { z } from "zod";
import { errorResponse } from "@/lib/api/error-response";
import { Refusal } from "@/lib/kernel/errors";
import { silentLog } from "@/lib/kernel/log";

const coded = (code: string, message = "no") => Object.assign(new Error(message), { code });
const adapterError = (message: string, cause: object) =>
  Object.assign(new Error(message, { cause }), { name: "DriverAdapterError" });

it.each([
  ["Prisma cannot reach it", coded("P1001")],
  ["nobody listens", coded("ECONNREFUSED")],
  ["it shuts down", coded("57P01", "terminating connection due to administrator command")],
  ["it is starting", coded("57P03", "the database system is starting up")],
  ["it takes no more connections", coded("53300", "sorry, too many clients already")],
  ["the connection broke", new Error("Connection terminated unexpectedly")],
  ["the connection broke while it was made", new Error("Connection terminated due to connection timeout")],
  ["it has become a standby", coded("25006", "cannot execute INSERT in a read-only transaction")],
  ["a pooler has lost it", coded("08P01", "server conn crashed?")],
  [
    "Prisma passes that on",
    coded("P2010", "Raw query failed. Code: `57P01`. Message: `terminating connection due to administrator command`"),
  ],
  [
    "Prisma passes that on in other words",
    coded("P2010", "\nDatabase error. Code: `08P01`. Message: `query_wait_timeout`"),
  ],
  ["a commit fails", adapterError("server conn crashed?", { kind: "postgres", originalCode: "08P01" })],
  ["the connection is gone at the commit", adapterError("ConnectionClosed", { kind: "ConnectionClosed" })],
  ["every connection is busy", new Error("timeout exceeded when trying to connect")],
  ["it does not answer", new Error("Query read timeout")],
])("says that the database is away where %s", async (_, error) => {
  const response = errorResponse(error, "id", "https://app.example.com", silentLog);
  const { code, details } = (await response.json()).error;
  expect([response.status, code]).toEqual([503, "unavailable"]);
  // A failover is over in seconds: a client that waits as it is asked to does not notice more of it.
  expect(response.headers.get("retry-after")).toBe(String(details.retry_after_seconds));
});

it("treats an error of PostgreSQL as ours, and reports it to the log alone", async () => {
  const error = vi.fn();
  const refused = coded("42703", "column of somebody does not exist");
  const response = errorResponse(refused, "id", "https://app.example.com", { ...silentLog, error });
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("somebody");
  expect(error).toHaveBeenCalledOnce();
});

it.each([
  ["warn", "billing_unavailable"],
  ["info", "unauthorized"],
] as const)("keeps a private text for the log, with level %s for %s, and out of the response", async (level, code) => {
  const line = vi.fn();
  const refusal = new Refusal(code, "Try again.", { privateText: "StripeError: no such price_123" });
  const response = errorResponse(refusal, "id", "https://app.example.com", { ...silentLog, [level]: line });
  expect(await response.text()).not.toContain("price_123");
  expect(line).toHaveBeenCalledExactlyOnceWith(
    { requestId: "id", code, err: "StripeError: no such price_123" },
    "request refused",
  );
});

it("logs nothing for a refusal that has no private text", () => {
  const line = vi.fn();
  const log = { debug: line, info: line, warn: line, error: line };
  errorResponse(new Refusal("not_found", "There is no such connection."), "id", "https://app.example.com", log);
  expect(line).not.toHaveBeenCalled();
});

it("logs why the database cannot be reached", async () => {
  const warn = vi.fn();
  const response = errorResponse(
    coded("57P03", "the database system is starting up"),
    "id",
    "https://app.example.com",
    {
      ...silentLog,
      warn,
    },
  );
  expect(await response.text()).not.toContain("starting up");
  expect(warn.mock.calls[0]?.[0]).toMatchObject({ code: "unavailable", err: expect.stringContaining("starting up") });
});

it("names everything that is wrong with an input, the first problem as the message", async () => {
  const schema = z.strictObject({ name: z.string().min(1), list: z.array(z.strictObject({ ttl: z.number() })) });
  const { error } = schema.safeParse({ name: "", list: [{ ttl: "x" }, { ttl: 1, host: "h" }], more: 1 });
  const { error: body } = await errorResponse(error, "id", "https://app.example.com", silentLog).json();
  const problems = body.details.problems as { param: string; message: string }[];
  expect(problems.map(({ param }) => param).sort()).toEqual(["list.0.ttl", "list.1.host", "more", "name"]);
  expect(problems[0]).toEqual({ param: body.param, message: body.message });
});

it("one problem needs no list, and a thousand are cut", async () => {
  const schema = z.array(z.number());
  const bodyOf = async (input: unknown) =>
    (await errorResponse(schema.safeParse(input).error, "id", "https://app.example.com", silentLog).json()).error;
  expect((await bodyOf(["x"])).details).toBeUndefined();
  expect((await bodyOf(Array.from({ length: 1_000 }, () => "x"))).details.problems).toHaveLength(50);
});
