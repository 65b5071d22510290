import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type EnvError, environmentNames, readEnv } from "@/lib/kernel/env";

const secrets = {
  AUTH_SECRET: "Zk3vX9pQ2mN7rT5wY8uB1cD4eF6gH0jKa",
  TOKEN_HMAC_SECRET: "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYz",
  CREDENTIAL_ENC_KEY: Buffer.from("0123456789abcdefghijklmnopqrstuv").toString("base64"),
  WORKER_SECRET: "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j",
};
const production = {
  DATABASE_URL: "postgres://localhost/latchkey",
  EDGE_HOSTNAME: "Edge.Example.com.",
  EDGE_ADDRESSES: "203.0.113.1, 2001:db8::1",
  EDGE_ISSUER: "acme",
  APP_URL: "https://app.example.com/",
  ...secrets,
};

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return (error as EnvError).problems;
  }
}

it("is the sandbox, on loopback, when nothing is configured", () => {
  expect(readEnv({})).toMatchObject({
    sandbox: true,
    host: "127.0.0.1",
    edge: { issuer: "internal", httpsPort: 8443 },
  });
});

it("reads a complete production environment in the forms that the rest compares with", () => {
  const env = readEnv(production);
  expect(env).toMatchObject({
    sandbox: false,
    appUrl: "https://app.example.com",
    recheckIntervalMs: 600_000,
    edge: { hostname: "edge.example.com", addresses: ["203.0.113.1", "2001:db8::1"], httpsPort: 443 },
    dns: { allowPrivateNameservers: false },
  });
});

it.each(Object.keys(production))("refuses production without %s, and says which", (name) => {
  expect(problemsOf({ ...production, [name]: undefined })).toEqual([`${name} is missing`]);
});

it.each(Object.keys(secrets))("refuses a short, repeated or published %s", (name) => {
  for (const value of [
    "short",
    "a".repeat(40),
    "sandbox-worker-secret-not-for-production",
    "c2FuZGJveC1jcmVkZW50aWFsLWtleS0zMi1ieXRlcyE=",
  ]) {
    expect(problemsOf({ ...production, [name]: value }).join()).toContain(name);
  }
});

it("means production as soon as one of its variables is set", () => {
  expect(problemsOf({ APP_URL: "https://app.example.com" })).toContain("DATABASE_URL is missing");
});

it("names the variable that is not of its form", () => {
  expect(problemsOf({ PORT: "99999" }).join()).toContain("PORT");
  expect(problemsOf({ DNS_RESOLVERS: "resolver.example" }).join()).toContain("DNS_RESOLVERS");
  expect(problemsOf({ RECHECK_INTERVAL: "soon" }).join()).toContain("RECHECK_INTERVAL");
});

it("understands addresses with and without ports, in both families", () => {
  expect(readEnv({ DNS_RESOLVERS: "192.0.2.1 192.0.2.2:5353 [2001:db8::1]:54 2001:db8::2" }).dns.resolvers).toEqual([
    { host: "192.0.2.1", port: 53 },
    { host: "192.0.2.2", port: 5353 },
    { host: "2001:db8::1", port: 54 },
    { host: "2001:db8::2", port: 53 },
  ]);
});

it("sells plans by Stripe only when all of it is configured", () => {
  const stripe = {
    STRIPE_SECRET_KEY: "sk_test_stripe",
    STRIPE_WEBHOOK_SECRET: "whsec_stripe",
    STRIPE_PRICES: "pro=price_1, growth=price_2",
  };
  expect(readEnv({}).stripe).toBeNull();
  expect(readEnv({ ...production, ...stripe }).stripe).toMatchObject({
    priceOf: { pro: "price_1", growth: "price_2" },
  });
  for (const name of Object.keys(stripe)) {
    expect(problemsOf({ ...production, ...stripe, [name]: undefined }).join()).toContain(`${name} is missing`);
  }
  expect(problemsOf({ ...production, ...stripe, STRIPE_PRICES: "free=price_1" }).join()).toContain("STRIPE_PRICES");
});

it("decrypts with older keys what they encrypted, and encrypts with the current one", () => {
  const older = Buffer.from("vutsrqponmlkjihgfedcba9876543210").toString("base64");
  const env = readEnv({ ...production, CREDENTIAL_ENC_KEY_PREVIOUS: older });
  expect(env.credentialKeys).toEqual([secrets.CREDENTIAL_ENC_KEY, older]);
});

it("takes GitHub, Google and SMTP whole or not at all", () => {
  expect(readEnv({})).toMatchObject({ github: null, google: null, smtp: null, signUp: "open" });
  const github = { GITHUB_ID: "id", GITHUB_SECRET: "secret" };
  const smtp = { SMTP_URL: "smtp://mail.example.com:587", MAIL_FROM: "Latchkey <no-reply@example.com>" };
  expect(readEnv({ ...github, ...smtp, SIGN_UP: "invited" })).toMatchObject({
    github: { id: "id", secret: "secret" },
    smtp: { url: smtp.SMTP_URL, from: smtp.MAIL_FROM },
    signUp: "invited",
  });
  for (const [name, value] of Object.entries({ ...github, ...smtp, GOOGLE_ID: "id", GOOGLE_SECRET: "secret" })) {
    expect(() => readEnv({ [name]: value })).toThrow(/is missing: \w+ and \w+ belong together/);
  }
});

it.each(environmentNames.filter((name) => name !== "NODE_ENV"))(
  "documents %s in .env.example and for self-hosting",
  (name) => {
    const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
    expect(read("../../.env.example")).toMatch(new RegExp(`(^|[# ])${name}=`, "m"));
    expect(read("../../docs/self-hosting.md")).toMatch(new RegExp(`^\\| .*\`${name}\``, "m"));
  },
);

describe("networks of private origins", () => {
  it("are read with and without the tenant whom they are for", () => {
    const tenantId = "0192f7a0-1111-7abc-8def-000000000001";
    const { edge } = readEnv({ EDGE_UPSTREAM_ALLOW: `10.0.0.0/8, fd00::/8 192.168.7.20,${tenantId}=172.16.0.0/12` });
    expect(edge.upstreamAllow).toEqual([
      { tenantId: null, network: { address: "10.0.0.0", prefixLength: 8 } },
      { tenantId: null, network: { address: "fd00::", prefixLength: 8 } },
      { tenantId: null, network: { address: "192.168.7.20", prefixLength: 32 } },
      { tenantId, network: { address: "172.16.0.0", prefixLength: 12 } },
    ]);
    expect(readEnv({}).edge.upstreamAllow).toEqual([]);
  });

  it.each([
    "10.0.0.0/33",
    "10.0.0",
    "internal",
    "=10.0.0.0/8",
    "acme=10.0.0.0/8",
    "fd00::/129",
    "10.0.0.0/8/8",
    "::1%lo",
  ])("refuses %s by name", (value) => {
    expect(problemsOf({ EDGE_UPSTREAM_ALLOW: value }).join()).toMatch(/^EDGE_UPSTREAM_ALLOW: networks such as/);
  });
});
