import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EnvError, environmentNames, readEnv } from "@/lib/kernel/env";
import { estimateEntropyBits } from "@/lib/kernel/estimate-entropy-bits";

const secrets = {
  AUTH_SECRET: "Zk3vX9pQ2mN7rT5wY8uB1cD4eF6gH0jKa",
  TOKEN_HMAC_SECRET: "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYz",
  CREDENTIAL_ENC_KEY: "q0c7cFv7m1H7w8mXh0y0Vb7w2k3m9l1oQy5r8t0uZ2s=",
  WORKER_SECRET: "q1W2e3R4t5Y6u7I8o9P0a1S2d3F4g5H6j",
};
const production = {
  DATABASE_URL: "postgres://localhost/latchkey",
  EDGE_HOSTNAME: "Edge.Latchkey-Platform.com.",
  EDGE_ADDRESSES: "198.41.0.1, 2001:500::1",
  EDGE_ISSUER: "acme",
  APP_URL: "https://app.latchkey-platform.com/",
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
    appUrl: "https://app.latchkey-platform.com",
    recheckIntervalMs: 600_000,
    edge: { hostname: "edge.latchkey-platform.com", addresses: ["198.41.0.1", "2001:500::1"], httpsPort: 443 },
    dns: { allowPrivateNameservers: false },
  });
});

it("takes one issuer or two, by name or URL, and account bindings as pairs", () => {
  const other = "https://ca.example/directory";
  const issuerOf = (EDGE_ISSUER: string) => readEnv({ ...production, EDGE_ISSUER }).edge.issuer;
  expect(issuerOf(`acme, ${other}`)).toBe(`acme ${other}`);
  expect(issuerOf("internal")).toBe("internal");
  for (const EDGE_ISSUER of ["zerossl", "acme internal", "acme acme", `acme ${other} acme-staging`, 'https://x/{"'])
    expect(problemsOf({ ...production, EDGE_ISSUER })).toEqual([expect.stringMatching(/^EDGE_ISSUER: /)]);
  const binding = { EDGE_EAB_KEY_ID_2: "key-1", EDGE_EAB_HMAC_KEY_2: "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajV" };
  expect(readEnv({ ...production, ...binding }).edge.bindings).toEqual([
    null,
    { id: "key-1", secret: binding.EDGE_EAB_HMAC_KEY_2 },
  ]);
  expect(problemsOf({ ...production, EDGE_EAB_KEY_ID: "key-1" })).toEqual([
    expect.stringMatching(/^EDGE_EAB_HMAC_KEY is missing/),
  ]);
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
  expect(problemsOf({ APP_URL: "https://app.latchkey-platform.com" })).toContain("DATABASE_URL is missing");
});

it("names the variable that is not of its form", () => {
  expect(problemsOf({ PORT: "99999" }).join()).toContain("PORT");
  expect(problemsOf({ DNS_RESOLVERS: "resolver.example" }).join()).toContain("DNS_RESOLVERS");
  expect(problemsOf({ RECHECK_INTERVAL: "soon" }).join()).toContain("RECHECK_INTERVAL");
});

it("understands addresses with and without ports, in both families", () => {
  expect(readEnv({ DNS_RESOLVERS: "192.0.2.1 192.0.2.2:5353 [2001:500::1]:54 2001:500::2" }).dns.resolvers).toEqual([
    { host: "192.0.2.1", port: 53 },
    { host: "192.0.2.2", port: 5353 },
    { host: "2001:500::1", port: 54 },
    { host: "2001:500::2", port: 53 },
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
  const older = "Jt3m0y8PqYb1s7w5Xv2n9kL4c6Zr0aHdGfEoUi1TjMw=";
  const env = readEnv({ ...production, CREDENTIAL_ENC_KEY_PREVIOUS: older });
  expect(env.credentialKeys).toEqual([secrets.CREDENTIAL_ENC_KEY, older]);
});

it("takes GitHub, Google and SMTP whole or not at all", () => {
  expect(readEnv({})).toMatchObject({ github: null, google: null, smtp: null, signUp: "open" });
  const github = { GITHUB_ID: "id", GITHUB_SECRET: "secret" };
  const smtp = {
    SMTP_URL: "smtp://mail.latchkey-platform.com:587",
    MAIL_FROM: "Latchkey <no-reply@latchkey-platform.com>",
  };
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

const anyBytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
/** As `openssl rand` prints them; nothing of fast-check's own bias towards zeros. */
const random = (length: number) =>
  fc.noShrink(fc.integer()).map((seed) => createHash("shake256", { outputLength: length }).update(`${seed}`).digest());

describe("secrets", () => {
  const names = Object.keys(secrets);
  const some = (seed: string) => createHash("sha256").update(seed).digest("base64");

  it("are accepted as `openssl rand -base64 32` and `openssl rand -hex 16` print them", () => {
    fc.assert(
      fc.property(random(128), random(16), (bytes, token) => {
        const [auth, hmac, key, worker] = [0, 32, 64, 96].map((at) => bytes.subarray(at, at + 32).toString("base64"));
        const values = { AUTH_SECRET: auth, TOKEN_HMAC_SECRET: hmac, CREDENTIAL_ENC_KEY: key, WORKER_SECRET: worker };
        const hex = { AUTH_SECRET: token.toString("hex"), INTERNAL_TOKEN: token.toString("base64url") };
        expect(problemsOf({ ...production, ...values })).toEqual([]);
        expect(problemsOf({ ...production, ...values, ...hex })).toEqual([]);
      }),
    );
  });

  it("are refused as repetitions, runs and short patterns, however long", () => {
    const pattern = fc.tuple(fc.string({ minLength: 1, maxLength: 12 }), fc.integer({ min: 4, max: 20 }));
    const repeated = pattern.map(([text, times]) => text.repeat(times).padEnd(40, text));
    fc.assert(
      fc.property(fc.constantFrom(...names), repeated, (name, value) => {
        expect(problemsOf({ ...production, [name]: value }).join()).toContain(`${name} is a default or too weak`);
      }),
    );
    for (const value of [
      "abcdefghij".repeat(4),
      "abcdefghijklmnopqrstuvwxyz0123456789",
      "passwordpasswordpasswordpassword",
      "0".repeat(64),
      Buffer.alloc(32).toString("base64"),
    ]) {
      expect(estimateEntropyBits(value)).toBeLessThan(80);
    }
  });

  it("are refused as an encryption key whose bytes are a pattern that base64 hides", () => {
    for (const bytes of ["abcdefgh".repeat(4), "0123456789abcdefghijklmnopqrstuv", "latchkey".repeat(4)]) {
      const value = Buffer.from(bytes).toString("base64");
      expect(problemsOf({ ...production, CREDENTIAL_ENC_KEY: value }).join()).toContain("too weak");
    }
  });

  it("are refused where two of them are the same, in any spelling of base64", () => {
    const tokens = ["INTERNAL_TOKEN", "EDGE_TOKEN"];
    const all = [...names, ...tokens, "CREDENTIAL_ENC_KEY_PREVIOUS"];
    const twoNames = fc.uniqueArray(fc.constantFrom(...all), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(twoNames, random(32), ([one = "", other = ""], bytes) => {
        const source = { ...production, [one]: bytes.toString("base64url"), [other]: bytes.toString("base64url") };
        expect(problemsOf(source)).toEqual([expect.stringMatching(/ repeats the value of /)]);
        const spelt = tokens.includes(other) ? source : { ...source, [other]: bytes.toString("base64") };
        expect(problemsOf(spelt)).toEqual([expect.stringMatching(/ repeats the value of /)]);
      }),
    );
    const same = Object.fromEntries(names.map((name) => [name, some("same")]));
    expect(problemsOf({ ...production, ...same })).toHaveLength(3);
  });

  it("are refused where they contain a published value, in every variable that holds one", () => {
    const published = [
      "sandbox-auth-secret-not-for-production",
      "sandbox-token-secret-not-for-production",
      "sandbox-worker-secret-not-for-production",
      "c2FuZGJveC1jcmVkZW50aWFsLWtleS0zMi1ieXRlcyE=",
    ];
    const given = {
      GITHUB_ID: "id",
      GOOGLE_ID: "id",
      STRIPE_SECRET_KEY: "sk_live_x",
      STRIPE_WEBHOOK_SECRET: "whsec_x",
      STRIPE_PRICES: "pro=price_1",
      GITHUB_SECRET: "a",
      GOOGLE_SECRET: "b",
    };
    const holders = [
      ...names,
      "CREDENTIAL_ENC_KEY_PREVIOUS",
      "GITHUB_SECRET",
      "GOOGLE_SECRET",
      "STRIPE_SECRET_KEY",
      "STRIPE_WEBHOOK_SECRET",
    ];
    for (const name of holders) {
      for (const value of published) {
        const problems = problemsOf({ ...production, ...given, [name]: value });
        expect([name, problems]).toEqual([name, expect.arrayContaining([expect.stringMatching(`^${name}[ :]`)])]);
      }
    }
    expect(problemsOf({ ...production, INTERNAL_TOKEN: published[0] })).toHaveLength(1);
    const unpadded = published[3]?.replace("=", "");
    expect(problemsOf({ ...production, CREDENTIAL_ENC_KEY_PREVIOUS: unpadded })).toHaveLength(1);
  });

  it("that are old keys must be 32 bytes each, and may be weak, because they are on their way out", () => {
    const weak = Buffer.alloc(32, 7).toString("base64");
    expect(problemsOf({ ...production, CREDENTIAL_ENC_KEY_PREVIOUS: `${some("old")},${weak}` })).toEqual([]);
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 64 })
          .filter((length) => length !== 32)
          .chain(anyBytes),
        (bytes) => {
          const value = `${some("old")},${Buffer.from(bytes).toString("base64")}`;
          expect(problemsOf({ ...production, CREDENTIAL_ENC_KEY_PREVIOUS: value })).toEqual([
            "CREDENTIAL_ENC_KEY_PREVIOUS: each key must be 32 bytes in base64",
          ]);
        },
      ),
    );
  });
});

describe("who can reach the app", () => {
  const token = { INTERNAL_TOKEN: "f1d2a7c94b3e8065af17c2d9" };
  const tokens = { ...token, EDGE_TOKEN: "7a04c1e9d52b86f3ab1097d5" };

  it("is this machine alone while we run Caddy, in production too", () => {
    expect(readEnv(production)).toMatchObject({ host: "127.0.0.1", internalToken: null, trustedProxies: 1 });
    expect(readEnv({ ...production, ...tokens, EDGE_ENABLED: "0" })).toMatchObject({
      host: "0.0.0.0",
      trustedProxies: 0,
    });
  });

  it.each([production, {}])("is others too only with INTERNAL_TOKEN", (source) => {
    const loopback = fc.constantFrom("127.0.0.1", "127.0.0.53", "::1", "localhost");
    const network = fc.oneof(
      fc.constantFrom("0.0.0.0", "::", "app.internal", "192.168.1.5"),
      fc.ipV4().filter((address) => !address.startsWith("127.")),
    );
    fc.assert(
      fc.property(loopback, (HOST) => {
        expect(problemsOf({ ...source, HOST })).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(network, (HOST) => {
        const problems = problemsOf({ ...source, HOST });
        expect(problems).toEqual([expect.stringContaining(`HOST=${HOST} lets other machines reach the app`)]);
        expect(problemsOf({ ...source, HOST, ...token })).toEqual([]);
      }),
    );
    const remote = { ...source, EDGE_ENABLED: "0", HOST: source === production ? "" : "0.0.0.0" };
    expect(problemsOf(remote)).toEqual([
      expect.stringMatching(/^EDGE_TOKEN is missing: /),
      expect.stringMatching(/^INTERNAL_TOKEN is missing: /),
    ]);
    expect(problemsOf({ ...remote, ...tokens, INTERNAL_TOKEN: "short" })).toHaveLength(1);
    expect(problemsOf({ ...remote, ...tokens, EDGE_TOKEN: "short" })).toHaveLength(1);
    expect(problemsOf({ ...remote, ...tokens })).toEqual([]);
  });

  it.each(["INTERNAL_TOKEN", "EDGE_TOKEN"])("refuses an %s that is a pattern, short, or published", (name) => {
    expect(problemsOf({ ...production, [name]: "a".repeat(40) })).toEqual([
      `${name} is too weak: use \`openssl rand -hex 32\``,
    ]);
    expect(problemsOf({ ...production, [name]: "short" })).toEqual([expect.stringContaining(name)]);
    expect(problemsOf({ ...production, [name]: "sk_test_demo_0123456789" })).toEqual([
      expect.stringContaining(`${name} contains a value that is published`),
    ]);
  });

  it("takes EDGE_TOKEN for the edges; without it none may ask", () => {
    expect(readEnv(production).edge.token).toBeNull();
    expect(readEnv({ ...production, EDGE_TOKEN: token.INTERNAL_TOKEN }).edge.token).toBe(token.INTERNAL_TOKEN);
  });

  it("may be several instances of the app, each an http URL", () => {
    const two = readEnv({ ...production, CONTROLPLANE_URL: "http://10.0.0.5:3000, http://10.0.0.6:3000" });
    expect(two.edge.controlplaneUrls).toEqual(["http://10.0.0.5:3000", "http://10.0.0.6:3000"]);
    expect(readEnv({ ...production, PORT: "3100" }).edge.controlplaneUrls).toEqual(["http://127.0.0.1:3100"]);
    expect(problemsOf({ ...production, CONTROLPLANE_URL: "http://10.0.0.5:3000,ftp://x" })).toHaveLength(1);
  });

  it("says that a remote Caddy needs TRUSTED_PROXIES, and counts a load balancer that Caddy believes", () => {
    const remote = { ...production, ...tokens, EDGE_ENABLED: "0" };
    expect(readEnv(remote).warnings).toEqual([expect.stringMatching(/^TRUSTED_PROXIES is not set/)]);
    expect(readEnv({ ...remote, TRUSTED_PROXIES: "1" })).toMatchObject({ warnings: [], trustedProxies: 1 });
    const balanced = { ...production, EDGE_TRUSTED_PROXIES: "10.0.0.0/8 fd00::1" };
    expect(readEnv(balanced)).toMatchObject({ trustedProxies: 2, edge: { trustedProxies: ["10.0.0.0/8", "fd00::1"] } });
    expect(problemsOf({ ...production, EDGE_TRUSTED_PROXIES: "private_ranges" })).toHaveLength(1);
  });
});

describe("the public names and addresses", () => {
  it("have APP_URL with https and nothing behind the host, or http on loopback", () => {
    const path = fc.constantFrom("/app", "/?a=1", "?a", "#top", "//x", "/%2e");
    const host = fc.domain();
    fc.assert(
      fc.property(host, path, (name, rest) => {
        expect(problemsOf({ ...production, APP_URL: `https://${name}${rest}` }).join()).toContain("APP_URL");
        expect(problemsOf({ ...production, APP_URL: `http://${name}` }).join()).toContain(
          "APP_URL must begin with https",
        );
        expect(problemsOf({ ...production, APP_URL: `https://me:pw@${name}` }).join()).toContain("APP_URL");
        expect(problemsOf({ ...production, APP_URL: `https://${name}` })).toEqual([]);
      }),
    );
    for (const value of ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000/"]) {
      expect([value, problemsOf({ ...production, APP_URL: value })]).toEqual([value, []]);
    }
    expect(readEnv({ ...production, APP_URL: "HTTPS://App.Bücher.Example:443/" }).appUrl).toBe(
      "https://app.xn--bcher-kva.example",
    );
  });

  it("have EDGE_HOSTNAME in ASCII, as Caddy and DNS compare it, and the refusal says how to write it", () => {
    expect(problemsOf({ ...production, EDGE_HOSTNAME: "edge.bücher.de" })).toEqual([
      "EDGE_HOSTNAME: a hostname in ASCII: write it as edge.xn--bcher-kva.de",
    ]);
    const notHostnames = [
      ...[
        "edge",
        "edge..latchkey-platform.com",
        "edge_1.latchkey-platform.com",
        "-edge.latchkey-platform.com",
        "*.latchkey-platform.com",
        "192.0.2.1",
        "1.2.3",
      ],
      ...[
        "https://edge.latchkey-platform.com",
        "edge.latchkey-platform.com:443",
        "edge.latchkey-platform.com/",
        "a b.latchkey-platform.com",
        "::1",
        "xn--a.com",
      ],
      `${"a".repeat(64)}.latchkey-platform.com`,
      `${"a.".repeat(127)}latchkey-platform.com`,
    ];
    for (const value of notHostnames) {
      const problems = problemsOf({ ...production, EDGE_HOSTNAME: value });
      expect([value, problems]).toEqual([value, [expect.stringMatching(/^EDGE_HOSTNAME: a hostname/)]]);
    }
    fc.assert(
      fc.property(fc.domain(), (name) => {
        expect(readEnv({ ...production, EDGE_HOSTNAME: `${name.toUpperCase()}.` }).edge.hostname).toBe(
          name.toLowerCase(),
        );
      }),
    );
  });

  it("have EDGE_ADDRESSES that are addresses, each once in one spelling", () => {
    const addresses = "2001:500:0::1 198.41.0.1,198.41.0.1,::ffff:198.41.0.2";
    expect(readEnv({ ...production, EDGE_ADDRESSES: addresses }).edge.addresses).toEqual([
      "2001:500::1",
      "198.41.0.1",
      "198.41.0.2",
    ]);
    for (const value of [
      "edge.latchkey-platform.com",
      "203.0.113",
      "198.41.0.1:443",
      "fe80::1%eth0",
      "198.41.0.0/24",
      ",",
    ]) {
      expect(problemsOf({ ...production, EDGE_ADDRESSES: value })).toEqual([
        expect.stringMatching(/^EDGE_ADDRESSES: IP addresses/),
      ]);
    }
  });
});

it("refuses the sandbox in a database that may be yours, and gives it one of its own", () => {
  const url = "postgres://localhost/latchkey";
  expect(problemsOf({ LATCHKEY_MODE: "sandbox", DATABASE_URL: url })).toEqual([
    expect.stringMatching(/^DATABASE_URL is set in the sandbox/),
  ]);
  expect(readEnv({ SANDBOX_DATABASE_URL: url })).toMatchObject({ sandbox: true, databaseUrl: url });
  expect(problemsOf({ ...production, SANDBOX_DATABASE_URL: url })).toHaveLength(1);
});

it("lists all problems at once, of whatever kind", () => {
  const problems = problemsOf({
    ...production,
    PORT: "zero",
    AUTH_SECRET: undefined,
    WORKER_SECRET: "short",
    HOST: "0.0.0.0",
    APP_URL: "http://app.latchkey-platform.com",
    GITHUB_ID: "id",
    STRIPE_PRICES: "pro=price_1",
    EDGE_ADDRESSES: "none",
  });
  const names = problems.map((problem) => /^\w+/.exec(problem)?.[0]);
  expect(names).toEqual([
    ...["PORT", "EDGE_ADDRESSES", "AUTH_SECRET", "WORKER_SECRET", "APP_URL", "INTERNAL_TOKEN", "GITHUB_SECRET"],
    ...["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"],
  ]);
});

it("warns about variables that seem to be misspelt, and about no others", () => {
  const warningsOf = (name: string) => readEnv({ [name]: "1" }).warnings;
  expect(warningsOf("EDGE_HOSTNAM")).toEqual([
    "EDGE_HOSTNAM is not a setting of Latchkey: did you mean EDGE_HOSTNAME?",
  ]);
  expect(warningsOf("TRUSTED_PROXYES").join()).toContain("did you mean TRUSTED_PROXIES?");
  expect(warningsOf("INTERNAL_TOKNE").join()).toContain("did you mean INTERNAL_TOKEN?");
  expect(warningsOf("LATCHKEY_PORT")).toEqual(["LATCHKEY_PORT is not a setting of Latchkey and has no effect"]);
  expect(warningsOf("DNS_SERVERS")).toHaveLength(1);
  for (const name of [
    "PATH",
    "HOME",
    "PWD",
    "POST",
    "EDGE_STORAGE",
    "EDGE_ADMIN",
    "NODE_OPTIONS",
    "SHLVL",
    "LS_COLORS",
  ]) {
    expect([name, warningsOf(name)]).toEqual([name, []]);
  }
  const edited = fc
    .tuple(fc.constantFrom(...environmentNames), fc.nat(), fc.constantFrom("deleted", "replaced", "inserted"))
    .map(([name, seed, edit]) => {
      const at = seed % name.length;
      return `${name.slice(0, at)}${edit === "deleted" ? "" : "X"}${name.slice(edit === "inserted" ? at : at + 1)}`;
    })
    .filter((name) => name.length >= 7 && !environmentNames.includes(name));
  fc.assert(
    fc.property(edited, (name) => {
      expect(warningsOf(name)).toEqual([expect.stringContaining("did you mean")]);
    }),
  );
});

describe("ROLE", () => {
  const roleOf = (source: Record<string, string>) => {
    const { role, worker } = readEnv({ ...production, ...source });
    return [role, worker.enabled];
  };

  it("says what runs here, and WORKER_ENABLED=0 is its older spelling for the app alone", () => {
    expect(roleOf({})).toEqual(["all", true]);
    expect(roleOf({ ROLE: "web" })).toEqual(["web", false]);
    expect(roleOf({ ROLE: "worker" })).toEqual(["worker", true]);
    expect(roleOf({ WORKER_ENABLED: "0" })).toEqual(["web", false]);
    expect(roleOf({ WORKER_ENABLED: "1" })).toEqual(["all", true]);
  });

  it.each([
    ["web", "1"],
    ["worker", "0"],
    ["all", "0"],
  ])("ROLE=%s is refused beside WORKER_ENABLED=%s, which says the opposite", (ROLE, WORKER_ENABLED) => {
    expect(problemsOf({ ...production, ROLE, WORKER_ENABLED })).toEqual([
      `ROLE=${ROLE} and WORKER_ENABLED=${WORKER_ENABLED} contradict each other: remove WORKER_ENABLED`,
    ]);
  });

  it.each([
    ["web", "0"],
    ["worker", "1"],
    ["all", "1"],
  ])("ROLE=%s is allowed beside WORKER_ENABLED=%s, which says the same", (ROLE, WORKER_ENABLED) => {
    expect(problemsOf({ ...production, ROLE, WORKER_ENABLED })).toEqual([]);
  });

  it("a worker of its own needs PostgreSQL", () => {
    expect(problemsOf({ ROLE: "worker" })).toEqual([expect.stringContaining("ROLE=worker needs PostgreSQL")]);
    expect(problemsOf({ ROLE: "worker", SANDBOX_DATABASE_URL: "postgres://localhost/sandbox" })).toEqual([]);
    expect(problemsOf({ ...production, ROLE: "app" })).toEqual([expect.stringMatching(/^ROLE: /)]);
  });
});

it("takes the ways around a pooler and to a replica, and refuses them without a database of PostgreSQL", () => {
  const ways = {
    DATABASE_DIRECT_URL: "postgres://primary:5432/latchkey",
    DATABASE_REPLICA_URL: "postgres://replica:5432/latchkey",
  };
  expect(readEnv({ ...production, ...ways })).toMatchObject({
    databaseDirectUrl: ways.DATABASE_DIRECT_URL,
    databaseReplicaUrl: ways.DATABASE_REPLICA_URL,
    databaseUrls: [production.DATABASE_URL, ...Object.values(ways)],
  });
  expect(readEnv(production)).toMatchObject({ databaseDirectUrl: null, databaseReplicaUrl: null });
  expect(problemsOf(ways)).toEqual(
    Object.keys(ways).map((name) => expect.stringContaining(`${name} is set without SANDBOX_DATABASE_URL`)),
  );
  expect(problemsOf({ ...production, DATABASE_REPLICA_URL: "replica:5432" })).toEqual([
    expect.stringMatching(/^DATABASE_REPLICA_URL: /),
  ]);
});

describe("retention", () => {
  it("is 30 days for deliveries and without an end for events, and in whole days otherwise", () => {
    expect(readEnv({})).toMatchObject({ deliveriesKeptMs: 30 * 86_400_000, eventsKeptMs: null });
    const given = { DELIVERIES_RETENTION: "90d", EVENTS_RETENTION: "400d" };
    expect(readEnv(given)).toMatchObject({ deliveriesKeptMs: 90 * 86_400_000, eventsKeptMs: 400 * 86_400_000 });
  });

  it.each([
    ["DELIVERIES_RETENTION", ["29d", "30", "0d", "-40d", "12h", "720h", "1e9d", "forever"]],
    ["EVENTS_RETENTION", ["30d", "31", "99999d", "2y"]],
  ])("%s is refused by its name where it is too short for what shows it, or in another form", (name, values) => {
    for (const value of values) {
      expect(problemsOf({ [name]: value }), value).toEqual([expect.stringMatching(`^${name}: days, from 3\\dd`)]);
    }
  });
});
