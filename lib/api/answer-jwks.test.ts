import { createLocalJWKSet, jwtVerify } from "jose";
import { expect, it } from "vitest";
import { createAssertionCache } from "@/lib/edge/assertion/assertion-cache";
import { signingKeys } from "@/lib/edge/assertion/assertion-keys";
import { readEnv } from "@/lib/kernel/env";
import { silentLog } from "@/lib/kernel/log";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";

const env = readEnv({});
const now = new Date("2026-11-28T12:00:00Z");

it("serves the keys of the edges' assertions to everyone, for an hour", async () => {
  installTestRuntime({ now: () => now, log: silentLog } as ServiceContext, { parts: { env } });
  const response = await answerApi(new Request("https://app.example.com/.well-known/jwks.json"));
  expect(response.status).toBe(200);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("cache-control")).toBe("public, max-age=3600");
  const keySet = await response.json();
  const settings = { appUrl: "https://app.example.com", assertionKeys: signingKeys(env.tokenSecret, now) };
  const host = { hostname: "a.test", connectionId: "c", applicationId: "a", reference: null };
  const text = createAssertionCache(settings).assertionOf(host, now) ?? "";
  const { payload } = await jwtVerify(text, createLocalJWKSet(keySet), { currentDate: now });
  expect(payload.host).toBe("a.test");
});
