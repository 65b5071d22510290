import { expect, test } from "vitest";
import { connectSamples, createApplicationSamples, tokenSamples } from "@/components/applications/quick-start-samples";
import { createApplicationSchema } from "@/lib/accounts/applications/schema";
import { createTokenSchema } from "@/lib/accounts/tokens/schema";
import { createConnectionSchema } from "@/lib/connections/schema";
import { fromWire } from "@/lib/kernel/wire";

const place = { appUrl: "https://latchkey.example.com", applicationId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01" };

const bodyOf = (code: string | undefined) => fromWire(JSON.parse(code?.match(/-d '(.*)'/)?.[1] ?? "null"));

test("what curl sends is what the API takes", () => {
  const hostname = "shop.example.com";
  expect(createConnectionSchema.parse(bodyOf(connectSamples(place, hostname)[0]?.code))).toMatchObject({
    applicationId: place.applicationId,
    hostname,
  });
  expect(createTokenSchema.parse(bodyOf(tokenSamples(place, hostname)[0]?.code))).toEqual({
    applicationId: place.applicationId,
    domain: hostname,
  });
  expect(createApplicationSchema.safeParse(bodyOf(createApplicationSamples(place.appUrl)[0]?.code)).success).toBe(true);
});

test("every sample is about this application, in every language", () => {
  for (const { code } of [...connectSamples(place, "a.example"), ...tokenSamples(place, "a.example")]) {
    expect(code).toContain(place.applicationId);
    expect(code).toContain(`${place.appUrl}/v1/`);
    expect(code).toContain("LATCHKEY_KEY");
  }
});
