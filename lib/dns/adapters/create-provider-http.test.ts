import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProviderHttp } from "@/lib/dns/adapters/create-provider-http";
import { faultOfStatus, retryAfterMs } from "@/lib/dns/adapters/fault-of-status";
import type { ProviderRequest } from "@/lib/dns/adapters/provider-http";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { OutboundResult } from "@/lib/platform/outbound/outbound-http";

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);
const ask = (method: ProviderRequest["method"] = "GET"): ProviderRequest => ({
  method,
  url: "https://api.provider.example/zones",
  headers: {},
});
const response = (status: number, headers: Record<string, string> = {}, truncated = false): OutboundResult => ({
  kind: "response",
  status,
  headers,
  body: "",
  truncated,
  durationMs: 1,
});
const reset: OutboundResult = { kind: "failed", reason: "reset", message: "The server closed it.", durationMs: 1 };
const timeout: OutboundResult = { kind: "failed", reason: "timeout", message: "Not within 15 s.", durationMs: 1 };

function open(results: OutboundResult[], rate = { requests: 100, seconds: 1 }) {
  let clockMs = 0;
  const sleptMs: number[] = [];
  const sentAtMs: number[] = [];
  const http = createProviderHttp({
    outbound: {
      send: async () => {
        sentAtMs.push(clockMs);
        return results.shift() ?? response(200);
      },
    },
    tenantId: "ten_1",
    rate,
    now: () => at(clockMs),
    sleep: async (ms) => {
      sleptMs.push(ms);
      clockMs += ms;
    },
  });
  return { http, sleptMs, sentAtMs, pass: (ms: number) => (clockMs += ms) };
}

describe("a provider that asks to wait", () => {
  it.each([
    [response(429, { "retry-after": "3" }), [3_000]],
    [response(503, { "retry-after": at(4_000).toUTCString() }), [4_000]],
    [response(429), [1_000]],
  ])("is waited for", async (first, slept) => {
    const { http, sleptMs } = open([first]);
    expect((await http.send(ask("POST"))).status).toBe(200);
    expect(sleptMs).toEqual(slept);
    expect(http.calls()).toBe(2);
  });

  it.each([response(429, { "retry-after": "11" }), response(503)])("is not waited for", async (first) => {
    const { http, sleptMs } = open([first]);
    expect((await http.send(ask())).status).toBe(first.kind === "response" ? first.status : 0);
    expect(sleptMs).toEqual([]);
  });

  it("is waited for three times at most", async () => {
    const { http, sleptMs } = open(Array.from({ length: 9 }, () => response(429)));
    expect((await http.send(ask())).status).toBe(429);
    expect(sleptMs).toEqual([1_000, 2_000, 4_000]);
  });
});

describe("a connection that breaks", () => {
  it.each(["GET", "PUT", "DELETE"] as const)("%s is sent once more", async (method) => {
    const { http } = open([reset]);
    expect((await http.send(ask(method))).status).toBe(200);
    expect(http.calls()).toBe(2);
    const twice = open([reset, reset]);
    await expect(twice.http.send(ask(method))).rejects.toMatchObject({ code: "provider_unavailable" });
    expect(twice.http.calls()).toBe(2);
  });

  it.each(["POST", "PATCH"] as const)("%s is not: it may have been done", async (method) => {
    const { http } = open([reset]);
    await expect(http.send(ask(method))).rejects.toMatchObject({ code: "provider_unavailable" });
    expect(http.calls()).toBe(1);
  });
});

it.each<[OutboundResult, string]>([
  [timeout, "provider_unavailable"],
  [response(200, {}, true), "provider_unavailable"],
  [{ kind: "refused", reason: "address_not_allowed", message: "Not public." }, "provider_unavailable"],
  [{ kind: "refused", reason: "invalid_request", message: "Not a header." }, "credential_invalid"],
])("no whole answer is a fault", async (result, code) => {
  const { http } = open([result]);
  const fault = await http.send(ask()).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(ProviderFault);
  expect(fault).toMatchObject({ code });
  expect(http.calls()).toBe(1);
});

it("stays under the rate, however the calls come", async () => {
  const rates = fc.record({ requests: fc.integer({ min: 1, max: 6 }), seconds: fc.integer({ min: 1, max: 5 }) });
  await fc.assert(
    fc.asyncProperty(rates, fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 40 }), async (rate, gaps) => {
      const { http, sentAtMs, pass } = open([], rate);
      for (const gap of gaps) {
        pass(gap);
        await http.send(ask());
      }
      for (const [index, ms] of sentAtMs.entries()) {
        const later = sentAtMs[index + rate.requests];
        if (later !== undefined) expect(later - ms).toBeGreaterThanOrEqual(rate.seconds * 1000);
      }
    }),
  );
});

describe("faults of statuses", () => {
  it.each([
    [401, "credential_invalid"],
    [403, "permission_missing"],
    [404, "zone_not_here"],
    [422, "record_refused"],
    [429, "rate_limited"],
    [302, "provider_unavailable"],
    [408, "provider_unavailable"],
    [500, "provider_unavailable"],
    [503, "provider_unavailable"],
  ])("%i", (status, code) => {
    const fault = faultOfStatus({ status, headers: { "retry-after": "60" } }, "Their words.", at(0));
    expect(fault).toMatchObject({ code, status, said: "Their words.", retryAfterMs: 60_000 });
  });

  it.each([
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": at(5_000).toUTCString() }, 5_000],
    [{ "retry-after": at(-5_000).toUTCString() }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "x-ratelimit-reset": "30" }, 30_000],
    [{ "ratelimit-reset": String(at(2_000).getTime() / 1000) }, 2_000],
    [{}, undefined],
  ])("%j", (headers, ms) => expect(retryAfterMs(headers as Record<string, string>, at(0))).toBe(ms));
});
