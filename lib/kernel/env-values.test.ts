import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type EnvError, environmentNames, readEnv } from "@/lib/kernel/env";
import { findFileProblems } from "@/lib/kernel/env-files";

// A value of the wrong form is refused by the name of its variable, and so is each placeholder of .env.example.

const production: Record<string, string> = {
  DATABASE_URL: "postgres://localhost/latchkey",
  EDGE_HOSTNAME: "edge.latchkey-platform.com",
  EDGE_ADDRESSES: "198.41.0.4",
  EDGE_ISSUER: "acme",
  APP_URL: "https://app.latchkey-platform.com",
  AUTH_SECRET: "Zk3vX9pQ2mN7rT5wY8uB1cD4eF6gH0jKa",
  TOKEN_HMAC_SECRET: "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYz",
  CREDENTIAL_ENC_KEY: "q0c7cFv7m1H7w8mXh0y0Vb7w2k3m9l1oQy5r8t0uZ2s=",
  WORKER_SECRET: "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j",
};

/** What belongs to a variable, so that it alone is wrong. */
const partners: Record<string, Record<string, string>> = {
  EDGE_EAB_KEY_ID: { EDGE_EAB_HMAC_KEY: "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajV" },
  EDGE_EAB_HMAC_KEY: { EDGE_EAB_KEY_ID: "key-1" },
  EDGE_EAB_KEY_ID_2: { EDGE_EAB_HMAC_KEY_2: "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajV" },
  EDGE_EAB_HMAC_KEY_2: { EDGE_EAB_KEY_ID_2: "key-1" },
  GITHUB_ID: { GITHUB_SECRET: "s" },
  GITHUB_SECRET: { GITHUB_ID: "i" },
  GOOGLE_ID: { GOOGLE_SECRET: "s" },
  GOOGLE_SECRET: { GOOGLE_ID: "i" },
  SMTP_URL: { MAIL_FROM: "no-reply@latchkey-platform.com" },
  MAIL_FROM: { SMTP_URL: "smtp://mail.latchkey-platform.com:587" },
  STRIPE_SECRET_KEY: { STRIPE_WEBHOOK_SECRET: "whsec_x", STRIPE_PRICES: "pro=price_1" },
  STRIPE_WEBHOOK_SECRET: { STRIPE_SECRET_KEY: "sk_live_x", STRIPE_PRICES: "pro=price_1" },
  STRIPE_PRICES: { STRIPE_SECRET_KEY: "sk_live_x", STRIPE_WEBHOOK_SECRET: "whsec_x" },
};

const ports = ["0", "65536", "80.5", "1e3", "0x50", "http", "-1", " "];
const counts = ["-1", "1.5", "1e3", "many", "99999999999"];
const flags = ["yes", "on", "2", "TRUE"];
const durations = ["0", "0s", "soon", "10 m", "-5m", "1d", "9000000h", "1.5h"];
const urls = ["app.latchkey-platform.com", "ftp://a.b", "//a", "postgres//x"];
const secret = ["short", "a".repeat(40)];
const token = ["short", "with a space in it, long", "a".repeat(40), "töken-töken-töken"];
const binding = ["with space", "a\nb", '"quoted"'];
const word = ["two words", "…", " "];
const paths = [" ", "\t"];

/** A variable without a row fails the test. */
const wrong: Record<string, readonly string[]> = {
  LATCHKEY_MODE: ["prod", "Sandbox", "0"],
  NODE_ENV: ["staging", "prod"],
  LOG_LEVEL: ["loud", "INFO", "3"],
  PORT: ports,
  HOST: ["http://127.0.0.1", "127.0.0.1:3000", "*", "300.1.1.1", "a b"],
  APP_URL: [...urls, "https://app.latchkey-platform.com/path", "https://u:p@a.b", "http://app.latchkey-platform.com"],
  DATA_DIR: paths,
  DATABASE_URL: ["mysql://localhost/latchkey", "localhost", "postgres"],
  SANDBOX_DATABASE_URL: ["mysql://localhost/latchkey", "localhost"],
  DATABASE_DIRECT_URL: ["mysql://localhost/latchkey", "localhost"],
  DATABASE_REPLICA_URL: ["mysql://localhost/latchkey", "localhost"],
  DATABASE_POOL_SIZE: [...counts, "3", "201"],
  EDGE_ENABLED: flags,
  EDGE_HOSTNAME: ["https://edge.x.com/", "edge", "edge_1.x.com", "198.41.0.4", "edge.x.com:443", "localhost"],
  EDGE_ADDRESSES: ["my-server", "198.41.0.4:443", "300.1.1.1", "198.41.0.0/24", ","],
  EDGE_ISSUER: ["letsencrypt", "acme internal", "acme acme", "zerossl", "acme,acme-staging,internal"],
  EDGE_EAB_KEY_ID: binding,
  EDGE_EAB_HMAC_KEY: binding,
  EDGE_EAB_KEY_ID_2: binding,
  EDGE_EAB_HMAC_KEY_2: binding,
  EDGE_CA_LIMITS: ["{", '{"a":}', ...paths],
  EDGE_BIND: ["eth0", "localhost", "198.41.0.4:443", "0.0.0.0/0"],
  EDGE_HTTP_PORT: ports,
  EDGE_HTTPS_PORT: ports,
  EDGE_PROBE_ADDRESS: ["https://127.0.0.1", "127.0.0.1:0", "127.0.0.1:http", "300.1.1.1:443", ":443"],
  EDGE_CA_FILE: paths,
  EDGE_ACME_CA_FILE: paths,
  EDGE_UPSTREAM_ALLOW: ["10.0.0.0/33", "internal", "acme=10.0.0.0/8"],
  EDGE_TRUSTED_PROXIES: ["10.0.0.0/33", "lb.internal", "10.0.0.1-10.0.0.9"],
  EDGE_STORAGE: paths,
  ACME_EMAIL: ["ops", "ops@", "a@b.com,c@d.com", "Ops <ops@latchkey-platform.com>"],
  CONTROLPLANE_URL: ["app.latchkey-platform.com", "http://10.0.0.5:3000/path", "http://a,ftp://b", ","],
  RESPONDER_PORT: ports,
  INTERNAL_TOKEN: token,
  EDGE_TOKEN: token,
  DNS_RESOLVERS: ["resolver.x.com", "1.1.1.1:dns", "https://1.1.1.1"],
  DNS_AUTHORITATIVE_PORT: ports,
  DNS_ALLOW_PRIVATE_NAMESERVERS: flags,
  RDAP_BOOTSTRAP_URL: ["no", "none", ...urls],
  SANDBOX_DNS_PORT: ports,
  DNS_PROVIDER_URLS: ["cloudflare", "http://127.0.0.1", "cloudflare=ftp://x"],
  ROLE: ["app", "Web", "web,worker"],
  WORKER_ENABLED: flags,
  METRICS_PORT: ports,
  WORKER_CONCURRENCY: [...counts, "0", "501"],
  RECHECK_INTERVAL: [...durations, "25h", "999ms"],
  UNREACHABLE_AFTER: durations,
  DELIVERIES_RETENTION: [...durations, "29d", "10000d", "720h"],
  EVENTS_RETENTION: [...durations, "30d", "10000d", "744h"],
  CONTEST_GRACE: [...durations, "337h"],
  API_RATE_LIMIT: [...counts, "0"],
  TRUSTED_PROXIES: [...counts, "11", "127.0.0.1"],
  CREDENTIAL_ENC_KEY_PREVIOUS: ["short", "dG9vIHNob3J0"],
  STRIPE_SECRET_KEY: ["live", "pk_live_x", "sk_live_…"],
  STRIPE_WEBHOOK_SECRET: ["secret", "whsec_"],
  STRIPE_PRICES: ["pro", "free=price_1", "pro=49"],
  PLAN_PRICES: ["pro", "pro=cheap", "gold=1 EUR/month"],
  PLAN_CONTACT: ["us", "http://latchkey-platform.com"],
  SIGN_UP: ["closed", "yes"],
  GITHUB_ID: word,
  GITHUB_SECRET: word,
  GOOGLE_ID: word,
  GOOGLE_SECRET: word,
  SMTP_URL: ["mail.latchkey-platform.com:587", "http://mail.latchkey-platform.com", "smtp:"],
  MAIL_LIMIT_PER_HOUR: [...counts, "0"],
  MAIL_FROM: ["Latchkey", "no-reply@", "@x.com", "no-reply@localhost"],
  OTEL_EXPORTER_OTLP_ENDPOINT: ["collector:4318", "grpc://127.0.0.1:4317"],
  OTEL_EXPORTER_OTLP_HEADERS: ["authorization", "a=%zz", "a="],
  OTEL_SERVICE_NAME: ["two words", "x".repeat(101)],
  OTEL_TRACES_SAMPLER_ARG: ["1.5", "-0.1", "10%", "all"],
  AUTH_SECRET: secret,
  TOKEN_HMAC_SECRET: secret,
  CREDENTIAL_ENC_KEY: [...secret, "bm90IDMyIGJ5dGVz"],
  WORKER_SECRET: secret,
};

/** How a variable names a host. */
const places: readonly [name: string, valueOf: (host: string) => string][] = [
  ["APP_URL", (host) => `https://${host}`],
  ["DATABASE_URL", (host) => `postgres://user:secret@${host}:5432/latchkey`],
  ["ACME_EMAIL", (host) => `ops@${host}`],
  ["MAIL_FROM", (host) => `Latchkey <no-reply@${host}>`],
  ["PLAN_CONTACT", (host) => `sales@${host}`],
  ["SMTP_URL", (host) => `smtps://user:secret@${host}:465`],
  ["CONTROLPLANE_URL", (host) => `http://10.0.0.5:3000,http://${host}`],
  ["EDGE_PROBE_ADDRESS", (host) => `${host}:443`],
];

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    return (error as EnvError).problems;
  }
}

it("every variable has wrong values that are tried", () => {
  expect(Object.keys(wrong).sort()).toEqual([...environmentNames].sort());
});

/** What a library says that does not know what is meant. */
const unhelpful = /invalid|expected|received|must match|\bstring\b|undefined|\bNaN\b/i;

it.each(environmentNames)("a wrong %s is refused by its name, with what is right", (name) => {
  const mode = name.startsWith("SANDBOX_") || name === "DNS_PROVIDER_URLS" ? {} : production;
  for (const value of wrong[name] ?? []) {
    const problems = problemsOf({ ...mode, ...partners[name], [name]: value });
    expect([value, problems.filter((problem) => problem.startsWith(name))]).toEqual([value, [expect.any(String)]]);
    for (const problem of problems) expect(problem).not.toMatch(unhelpful);
  }
});

it("several wrong values are refused each by its name, all at once", () => {
  const chosen = fc.uniqueArray(
    fc.constantFrom("PORT", "HOST", "LOG_LEVEL", "EDGE_BIND", "RECHECK_INTERVAL", "SIGN_UP", "ACME_EMAIL"),
    {
      minLength: 1,
    },
  );
  fc.assert(
    fc.property(chosen, fc.nat(), (names, seed) => {
      const values = Object.fromEntries(
        names.map((name) => [name, wrong[name]?.[seed % (wrong[name]?.length ?? 1)] ?? ""]),
      );
      const refused = problemsOf({ ...production, ...values }).map((problem) => /^\w+/.exec(problem)?.[0]);
      expect(refused.sort()).toEqual([...names].sort());
    }),
  );
});

describe("a placeholder", () => {
  /** `NAME=value` of .env.example, in use or not. A description begins after two spaces. */
  const assignments = readFileSync(new URL("../../.env.example", import.meta.url), "utf8")
    .split("\n")
    .flatMap((line) => {
      const text = line.replace(/^# /, "");
      return [...text.matchAll(/(?:^|\s{2,})([A-Z][A-Z0-9_]+)=(.*?)(?=\s{2,}|$)/g)].map(
        ([, name = "", value = ""]) => [name, value] as const,
      );
    });

  it("is found for each variable of .env.example", () => {
    expect(new Set(assignments.map(([name]) => name))).toEqual(
      new Set(environmentNames.filter((name) => name !== "NODE_ENV")),
    );
  });

  /** Required, and right for most. */
  const meant = new Set(["EDGE_ISSUER"]);

  it.each(assignments)("%s=%s of .env.example is the default, or refused by name", (name, value) => {
    if (value === "" || meant.has(name)) return;
    const problems = problemsOf({ ...production, ...partners[name], [name]: value });
    if (problems.length > 0) return expect(problems).toEqual([expect.stringMatching(`^${name}[ :]`)]);
    const { [name]: _, ...without } = production;
    expect(readEnv({ ...production, [name]: value })).toEqual(readEnv({ ...production, ...without }));
  });

  it("is refused wherever it stands for a name or an address, and only in production", () => {
    const hosts = fc.constantFrom(
      "example.com",
      "app.example.org",
      "EXAMPLE.NET",
      "a.b.example",
      "edge.test",
      "x.invalid",
    );
    const addresses = fc.constantFrom(
      "203.0.113.10",
      "198.51.100.1",
      "192.0.2.255",
      "2001:db8::10",
      "::ffff:203.0.113.9",
    );
    fc.assert(
      fc.property(hosts, fc.constantFrom(...places), (host, [name, write]) => {
        const said = problemsOf({ ...production, ...partners[name], [name]: write(host) }).join();
        expect(said).toMatch(new RegExp(`^${name} names ${host}, which is for examples`, "i"));
      }),
    );
    fc.assert(
      fc.property(addresses, (address) => {
        const said = problemsOf({ ...production, EDGE_ADDRESSES: `198.41.0.4,${address}` });
        expect(said).toEqual([
          `EDGE_ADDRESSES names ${address}, which is for examples and is nobody's: write your own in its place`,
        ]);
      }),
    );
    expect(problemsOf({ EDGE_HOSTNAME: "edge.platform.test", LATCHKEY_MODE: "sandbox" })).toEqual([]);
    expect(problemsOf({ ...production, EDGE_HOSTNAME: "edge.example-shop.com", ACME_EMAIL: "a@testing.com" })).toEqual(
      [],
    );
  });
});

it("two programs of this machine on one port are refused by name", () => {
  const problemOf = (values: Record<string, string>) => problemsOf({ ...production, ...values });
  expect(problemOf({ RESPONDER_PORT: "3000" })).toEqual([
    "RESPONDER_PORT is 3000, and so is PORT: each needs a port of its own",
  ]);
  expect(problemOf({ EDGE_HTTP_PORT: "443" })).toEqual([
    expect.stringMatching(/^EDGE_HTTPS_PORT is 443, and so is EDGE_HTTP/),
  ]);
  expect(problemsOf({ SANDBOX_DNS_PORT: "8443" })).toEqual([expect.stringMatching(/^SANDBOX_DNS_PORT is 8443/)]);
  const elsewhere = {
    EDGE_ENABLED: "0",
    EDGE_TOKEN: "7a04c1e9d52b86f3ab1097d5",
    INTERNAL_TOKEN: "f1d2a7c94b3e8065af17c2d9",
  };
  expect(problemOf({ ...elsewhere, RESPONDER_PORT: "3000" })).toEqual([]);
});

it("what may be meant is a warning: private addresses with a public authority, one name for dashboard and edge", () => {
  const warningsOf = (values: Record<string, string>) => readEnv({ ...production, ...values }).warnings;
  expect(warningsOf({})).toEqual([]);
  expect(warningsOf({ EDGE_ADDRESSES: "10.0.0.5,198.41.0.4" })).toEqual([
    expect.stringMatching(/^EDGE_ADDRESSES has 10\.0\.0\.5, which the internet does not reach/),
  ]);
  expect(warningsOf({ EDGE_ADDRESSES: "10.0.0.5", EDGE_ISSUER: "internal" })).toEqual([]);
  expect(warningsOf({ EDGE_HOSTNAME: "App.Latchkey-Platform.com" })).toEqual([
    expect.stringMatching(/^EDGE_HOSTNAME is the host of/),
  ]);
});

describe("files and folders", () => {
  const folder = mkdtempSync(join(tmpdir(), "env-files-"));
  const file = join(folder, "file");
  const certificate = join(folder, "root.crt");
  writeFileSync(file, "nothing");
  writeFileSync(certificate, "-----BEGIN CERTIFICATE-----\nMII…\n-----END CERTIFICATE-----\n");
  afterAll(() => rmSync(folder, { recursive: true }));

  const problemsWith = (values: Record<string, string>) =>
    findFileProblems(readEnv({ ...production, DATA_DIR: folder, ...values }));

  it("that can be used are no problem, also where they are made later", () => {
    expect(problemsWith({ EDGE_CA_FILE: certificate, EDGE_ACME_CA_FILE: certificate, EDGE_STORAGE: file })).toEqual([]);
    expect(problemsWith({ DATA_DIR: join(folder, "new/data"), EDGE_STORAGE: join(folder, "new/caddy") })).toEqual([]);
    // Caddy writes its own authority's root when it has started.
    expect(problemsWith({ EDGE_ISSUER: "internal", EDGE_CA_FILE: join(folder, "later.crt") })).toEqual([]);
    expect(problemsWith({ EDGE_CA_LIMITS: "{}" })).toEqual([]);
  });

  it.each([
    ["EDGE_CA_FILE", join(folder, "missing"), "there is no readable file"],
    ["EDGE_CA_FILE", file, "holds no certificate"],
    ["EDGE_CA_FILE", folder, "is a folder"],
    ["EDGE_ACME_CA_FILE", join(folder, "missing"), "there is no readable file"],
    ["EDGE_CA_LIMITS", join(folder, "missing.json"), "there is no readable file"],
    ["EDGE_STORAGE", join(file, "caddy"), "cannot be a folder"],
    ["DATA_DIR", file, "cannot be a folder"],
  ])("%s=%s is refused by name", (name, value, reason) => {
    const [first = ""] = problemsWith({ EDGE_STORAGE: folder, [name]: value });
    expect(first).toMatch(new RegExp(`^${name}: .*${reason}`));
  });
});
