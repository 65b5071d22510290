import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { assertHost } from "@/lib/api/assert-host";

function codeOf(sandbox: boolean, host: string | undefined, httpVersion = "1.1"): string | null {
  try {
    const env = { sandbox, appUrl: "https://sandbox.example.com" };
    assertHost(env, { headers: { host }, httpVersion } as IncomingMessage);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

it.each(["localhost", "localhost:3000", "127.0.0.1:3000", "127.9.9.9", "[::1]:3000", "sandbox.example.com"])(
  "the sandbox answers %s",
  (host) => expect(codeOf(true, host)).toBeNull(),
);

it.each([
  "rebind.evil.test",
  "localhost.evil.test",
  "evil.test:3000",
  "127.0.0.1.nip.io",
  "10.0.0.1",
  "sandbox.example.com.evil.test",
])("the sandbox refuses %s, and production does not ask", (host) =>
  expect([codeOf(true, host), codeOf(false, host)]).toEqual(["forbidden", null]),
);

it.each(["", "a b", "a/b", "a@b", "[", "a:b", "a:123456", "x".repeat(254), "\u00fc"])(
  "refuses %j everywhere",
  (host) => {
    expect([codeOf(true, host), codeOf(false, host)]).toEqual(["invalid", "invalid"]);
  },
);

it("needs a Host since HTTP/1.1", () => {
  expect([codeOf(false, undefined), codeOf(false, undefined, "1.0")]).toEqual(["invalid", null]);
  expect(codeOf(true, undefined, "1.0")).toBe("forbidden");
});
