import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getFreePort } from "@/e2e/support/free-port";
import { challenge } from "@/lib/dns/records/challenge";
import { delegate, type ScriptedDns, soa, startScriptedDns } from "@/lib/runtime/testing/scripted-dns-server";

// `npm run doctor` as users run it: the script itself, in a separate process.
const script = join(import.meta.dirname, "../scripts/doctor.mjs");
const value = "cd-verify-5nVQk2y7b0pQnHnYH2sZ8w";
let dns: ScriptedDns;

beforeAll(async () => {
  dns = await startScriptedDns((query) => {
    const { name, type, recursionDesired } = query;
    if (!name.endsWith("acme.com")) return query.response({ rcode: 3, authorities: [soa("com")] });
    if (recursionDesired) return delegate(query, "acme.com", { "ns1.acme.com": "127.0.0.1" });
    const isText = name === "shop.acme.com" && type === "TXT";
    return isText
      ? query.response({ answers: [{ name, type: "TXT", ttl: 60, data: value }] })
      : query.response({ authorities: [soa("acme.com")] });
  });
});
afterAll(() => dns.close());

async function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    env: {
      NODE_ENV: "test",
      PATH: process.env.PATH ?? "",
      LATCHKEY_MODE: "sandbox",
      DNS_RESOLVERS: `127.0.0.1:${dns.port}`,
      DNS_AUTHORITATIVE_PORT: String(dns.port),
      ...env,
    },
  });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
    });
  }
  const [code] = await once(child, "close");
  return { code, ...output };
}

describe.concurrent("npm run doctor", () => {
  it("reports what blocks a hostname that is not connected, prints nothing else, and exits with 1", async () => {
    const { code, stdout, stderr } = await doctor(["Shop.acme.com.", "--challenge", value]);
    expect([code, stderr]).toEqual([1, ""]);
    const lines = stdout.split("\n");
    expect(lines[1]).toMatch(/^ {2}shop\.acme\.com {2}\d+ questions, \d\.\d s$/);
    expect(stdout).toContain("✗ The TXT record is at the wrong name");
    expect(stdout).toMatch(new RegExp(`Host +${challenge.name("shop")}\n`));
    expect(stdout).toMatch(new RegExp(`Value +${value}\n`));
    expect(stdout).toContain("docs/troubleshooting.md#txt-at-bare-hostname");
    expect(stdout).toMatch(/Servers +ns1\.acme\.com\n/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    // Not a terminal: no colour codes.
    expect(stdout).not.toContain("\x1b");
  });

  it("prints the same as JSON, and exits with 0 if nothing blocks", async () => {
    const { code, stdout } = await doctor(["shop.acme.com", "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ findings: [], evidence: { subject: { zone: "acme.com" } } });
  });

  it("prints its usage for invalid arguments", async () => {
    const { code, stdout, stderr } = await doctor(["one.com", "--bogus"]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toContain("npm run doctor -- <hostname>");
  });

  it("says why in one line if there is nothing to check", async () => {
    const bad = await doctor(["two..dots"]);
    expect([bad.code, bad.stdout, bad.stderr]).toEqual([
      1,
      "",
      expect.stringMatching(/^\n {2}✗ Two dots follow each other/),
    ]);
    const alone = await doctor(["shop.example.test"], { DNS_RESOLVERS: "", PORT: String(await getFreePort()) });
    expect([alone.code, alone.stdout]).toEqual([1, ""]);
    expect(alone.stderr).toMatch(/can exist in the sandbox only, and none runs at .*Start one with npm start/);
  });
});
