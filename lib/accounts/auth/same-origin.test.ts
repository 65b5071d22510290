import { expect, it } from "vitest";
import { assertSameOrigin } from "@/lib/accounts/auth/same-origin";

const place = { appUrl: "https://app.example.com", sandbox: false };
const ours = "https://app.example.com";

function isLetIn(method: string, headers: Record<string, string>, where = place): boolean {
  try {
    assertSameOrigin(where, method, new Headers(headers));
    return true;
  } catch (error) {
    expect((error as { code: string }).code).toBe("forbidden");
    return false;
  }
}

const origins = [
  undefined,
  ours,
  "https://evil.example",
  "https://app.example.com.evil.example",
  "null",
  "http://app.example.com",
];
const sites = [undefined, "same-origin", "none", "same-site", "cross-site"];
const matrix = ["GET", "POST", "PATCH", "DELETE"].flatMap((method) =>
  origins.flatMap((origin) => sites.map((site) => [method, origin, site] as const)),
);

it.each(matrix)("%s with Origin %s and Sec-Fetch-Site %s", (method, origin, site) => {
  const headers = { ...(origin ? { origin } : {}), ...(site ? { "sec-fetch-site": site } : {}) };
  const expected =
    method === "GET"
      ? site === undefined || site === "same-origin" || site === "none"
      : origin === ours && site !== "cross-site";
  expect(isLetIn(method, headers)).toBe(expected);
});

it("takes the sandbox's loopback names for one place, and only the one that the request went to", () => {
  const sandbox = { appUrl: "http://localhost:3000", sandbox: true };
  const at = (host: string, origin: string, where = sandbox) => isLetIn("POST", { host, origin }, where);
  expect(at("127.0.0.1:3000", "http://127.0.0.1:3000")).toBe(true);
  expect(at("127.0.0.1:3000", "http://127.0.0.1:4000")).toBe(false);
  expect(at("evil.example", "http://evil.example")).toBe(false);
  expect(at("127.0.0.1:3000", "http://127.0.0.1:3000", { ...sandbox, sandbox: false })).toBe(false);
});
