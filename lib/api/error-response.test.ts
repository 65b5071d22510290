import { expect, it, vi } from "vitest";
import { errorResponse } from "@/lib/api/error-response";
import { Refusal } from "@/lib/kernel/errors";
import { silentLog } from "@/lib/kernel/log";

const coded = (code: string, message = "no") => Object.assign(new Error(message), { code });

it.each([
  ["Prisma cannot reach it", coded("P1001")],
  ["nobody listens", coded("ECONNREFUSED")],
  ["it shuts down", coded("57P01", "terminating connection due to administrator command")],
  ["it is starting", coded("57P03", "the database system is starting up")],
  ["it takes no more connections", coded("53300", "sorry, too many clients already")],
  ["the connection broke", new Error("Connection terminated unexpectedly")],
  ["the connection broke while it was made", new Error("Connection terminated due to connection timeout")],
  ["every connection is busy", new Error("timeout exceeded when trying to connect")],
  ["it does not answer", new Error("Query read timeout")],
])("says that the database is away where %s", async (_, error) => {
  const response = errorResponse(error, "id", "https://app.example.com", silentLog);
  expect([response.status, (await response.json()).error.code]).toEqual([503, "unavailable"]);
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
