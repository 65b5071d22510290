import { z } from "zod";
import { type Network, parseNetwork } from "@/lib/kernel/networks";

/** Values that the sandbox fills in. Production refuses them: they are in a public repository. */
const sandboxSecrets = {
  AUTH_SECRET: "sandbox-auth-secret-not-for-production",
  TOKEN_HMAC_SECRET: "sandbox-token-secret-not-for-production",
  CREDENTIAL_ENC_KEY: "c2FuZGJveC1jcmVkZW50aWFsLWtleS0zMi1ieXRlcyE=",
  WORKER_SECRET: "sandbox-worker-secret-not-for-production",
} as const;

type SecretName = keyof typeof sandboxSecrets;
const secretNames = Object.keys(sandboxSecrets) as SecretName[];
const productionNames = ["DATABASE_URL", "EDGE_HOSTNAME", "EDGE_ADDRESSES", "EDGE_ISSUER", "APP_URL"] as const;

const port = z.coerce.number().int().min(1).max(65_535);
const flag = z.enum(["0", "1", "true", "false"]).transform((value) => value === "1" || value === "true");
const hostPort = /^(\[[0-9a-f:]+\]|[0-9a-f:]+|[\d.]+)(:\d+)?$/i;
const list = z.string().transform((value) => value.split(/[\s,]+/).filter((item) => item !== ""));

const schema = z.object({
  LATCHKEY_MODE: z.enum(["sandbox", "production"]).optional(),
  NODE_ENV: z.string().default("production"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).optional(),

  PORT: port.default(3000),
  HOST: z.string().optional(),
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),

  EDGE_ENABLED: flag.default(true),
  EDGE_HOSTNAME: z.string().optional(),
  EDGE_ADDRESSES: list.optional(),
  EDGE_ISSUER: z.string().optional(),
  EDGE_BIND: z.string().optional(),
  EDGE_HTTP_PORT: port.optional(),
  EDGE_HTTPS_PORT: port.optional(),
  EDGE_PROBE_ADDRESS: z.string().optional(),
  EDGE_CA_FILE: z.string().optional(),
  EDGE_ACME_CA_FILE: z.string().optional(),
  /** Private networks where origins are allowed; `<tenant-id>=` before one: for that tenant alone. */
  EDGE_UPSTREAM_ALLOW: list
    .refine(
      (items) => items.every((item) => parseAllowedNetwork(item) !== null),
      "networks such as 10.0.0.0/8, single addresses, or <tenant-id>=<network>",
    )
    .optional(),
  ACME_EMAIL: z.string().optional(),
  CONTROLPLANE_URL: z.url().optional(),
  INTERNAL_TOKEN: z
    .string()
    .regex(/^[\w-]{16,200}$/, "at least 16 letters, digits, - or _: it is part of a URL")
    .optional(),

  DNS_RESOLVERS: list
    .refine((items) => items.every((item) => hostPort.test(item)), "IP addresses, each with an optional :port")
    .optional(),
  DNS_AUTHORITATIVE_PORT: port.optional(),
  DNS_ALLOW_PRIVATE_NAMESERVERS: flag.optional(),
  SANDBOX_DNS_PORT: port.default(5353),

  WORKER_ENABLED: flag.default(true),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(500).default(100),
  RECHECK_INTERVAL: z
    .string()
    .regex(/^\d+(ms|s|m|h)?$/, "a number with a unit: 30s, 10m, 1h")
    .optional(),

  /** Requests to /v1 that one API key may make in a minute, on each app instance. */
  API_RATE_LIMIT: z.coerce.number().int().min(1).max(1_000_000).default(3_000),
  /** How many of your proxies in front of the app append to X-Forwarded-For. Ours, Caddy, is one. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
  /** Old keys, comma-separated: they still decrypt, and no longer encrypt. */
  CREDENTIAL_ENC_KEY_PREVIOUS: list.optional(),

  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  /** The Stripe price of each plan that is for sale: `pro=price_…,growth=price_…`. */
  STRIPE_PRICES: list
    .refine(
      (items) => items.every((item) => /^(pro|growth|enterprise)=price_\w+$/.test(item)),
      "pro=price_…,growth=price_…",
    )
    .optional(),

  /** Whether anybody may sign up, or only invited people. */
  SIGN_UP: z.enum(["open", "invited"]).default("open"),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  GOOGLE_ID: z.string().optional(),
  GOOGLE_SECRET: z.string().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** As in a mail's header: `Latchkey <no-reply@example.com>`. */
  MAIL_FROM: z.string().max(320).regex(/@/, "an address: Latchkey <no-reply@example.com>").optional(),

  AUTH_SECRET: z.string().optional(),
  TOKEN_HMAC_SECRET: z.string().optional(),
  CREDENTIAL_ENC_KEY: z.string().optional(),
  WORKER_SECRET: z.string().optional(),
});

/** Every variable that is read. */
export const environmentNames = Object.keys(schema.shape);

export type Env = ReturnType<typeof readEnv>;

/** The environment is not valid. `problems` is a sentence per variable. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not complete:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "EnvError";
    this.problems = problems;
  }
}

/**
 * The configuration of one process. Without any it is the sandbox: everything on loopback, with fixed secrets. Setting one
 * of production's variables selects production, so that a forgotten one is an error and not a sandbox.
 * @throws EnvError with a sentence per variable that is missing, weak, or malformed
 */
export function readEnv(source: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  }
  const raw = parsed.data;
  const configured = [...productionNames, ...secretNames].some((name) => given[name] !== undefined);
  const sandbox = (raw.LATCHKEY_MODE ?? (configured ? "production" : "sandbox")) === "sandbox";
  if (!sandbox) assertFitForProduction(raw);

  const httpsPort = raw.EDGE_HTTPS_PORT ?? (sandbox ? 8443 : 443);
  return {
    sandbox,
    // The sandbox's terminal is for the person who tries it.
    logLevel: raw.LOG_LEVEL ?? (sandbox ? ("warn" as const) : ("info" as const)),
    port: raw.PORT,
    host: raw.HOST ?? (sandbox ? "127.0.0.1" : "0.0.0.0"),
    appUrl: (raw.APP_URL ?? `http://localhost:${raw.PORT}`).replace(/\/+$/, ""),
    dataDir: raw.DATA_DIR,
    databaseUrl: raw.DATABASE_URL ?? null,
    databasePoolSize: raw.DATABASE_POOL_SIZE,
    edge: {
      enabled: raw.EDGE_ENABLED,
      hostname: (raw.EDGE_HOSTNAME ?? "edge.latchkey.test").toLowerCase().replace(/\.$/, ""),
      addresses: raw.EDGE_ADDRESSES ?? ["127.0.0.1"],
      issuer: raw.EDGE_ISSUER ?? "internal",
      /** The address that Caddy listens on; null: all of them. */
      bind: raw.EDGE_BIND ?? (sandbox ? "127.0.0.1" : null),
      httpPort: raw.EDGE_HTTP_PORT ?? (sandbox ? 8080 : 80),
      httpsPort,
      probeAddress: parseHostPort(raw.EDGE_PROBE_ADDRESS ?? `127.0.0.1:${httpsPort}`, httpsPort),
      caFile: raw.EDGE_CA_FILE ?? null,
      /** Roots that Caddy trusts when it connects to your own CA. */
      acmeCaFile: raw.EDGE_ACME_CA_FILE ?? null,
      acmeEmail: raw.ACME_EMAIL ?? null,
      /** Private networks where origins are allowed; `tenantId` null: to every tenant. */
      upstreamAllow: (raw.EDGE_UPSTREAM_ALLOW ?? []).flatMap((item) => parseAllowedNetwork(item) ?? []),
      controlplaneUrl: raw.CONTROLPLANE_URL ?? `http://127.0.0.1:${raw.PORT}`,
    },
    internalToken: raw.INTERNAL_TOKEN ?? null,
    dns: {
      /** null: the system's. */
      resolvers: raw.DNS_RESOLVERS?.map((item) => parseHostPort(item, 53)) ?? null,
      authoritativePort: raw.DNS_AUTHORITATIVE_PORT ?? 53,
      /** A third party's NS record could send our packets into this network: only where you intend that. */
      allowPrivateNameservers: raw.DNS_ALLOW_PRIVATE_NAMESERVERS ?? sandbox,
      sandboxPort: raw.SANDBOX_DNS_PORT,
    },
    worker: {
      enabled: raw.WORKER_ENABLED,
      concurrency: raw.WORKER_CONCURRENCY,
      secret: raw.WORKER_SECRET ?? sandboxSecrets.WORKER_SECRET,
    },
    apiRateLimit: raw.API_RATE_LIMIT,
    trustedProxies: raw.TRUSTED_PROXIES ?? (raw.EDGE_ENABLED ? 1 : 0),
    authSecret: raw.AUTH_SECRET ?? sandboxSecrets.AUTH_SECRET,
    signUp: raw.SIGN_UP,
    /** Identity providers; null: not configured. */
    github: readPair(raw, "GITHUB_ID", "GITHUB_SECRET"),
    google: readPair(raw, "GOOGLE_ID", "GOOGLE_SECRET"),
    /** null: this installation sends no mail. */
    smtp: readSmtp(raw),
    tokenSecret: raw.TOKEN_HMAC_SECRET ?? sandboxSecrets.TOKEN_HMAC_SECRET,
    /** The first one encrypts. */
    credentialKeys: [
      raw.CREDENTIAL_ENC_KEY ?? sandboxSecrets.CREDENTIAL_ENC_KEY,
      ...(raw.CREDENTIAL_ENC_KEY_PREVIOUS ?? []),
    ],
    stripe: readStripe(raw),
    // In the sandbox a person waits for it: ten minutes until a drift shows would seem broken.
    recheckIntervalMs: parseDuration(raw.RECHECK_INTERVAL ?? (sandbox ? "30s" : "10m")),
  };
}

function assertFitForProduction(raw: z.infer<typeof schema>): void {
  const missing = [...productionNames, ...secretNames].filter((name) => raw[name] === undefined);
  const weak = secretNames.filter((name) => raw[name] !== undefined && isWeakSecret(name, raw[name] ?? ""));
  const problems = [
    ...missing.map((name) => `${name} is missing`),
    ...weak.map((name) => `${name} is a default or too weak: use \`openssl rand -base64 32\``),
  ];
  if (problems.length > 0) throw new EnvError(problems);
}

/**
 * Two variables that belong together; null: neither is set.
 * @throws EnvError for one without the other
 */
function readPair(
  raw: z.infer<typeof schema>,
  first: PairName,
  second: PairName,
): { id: string; secret: string } | null {
  const [id, secret] = [raw[first], raw[second]];
  if (id === undefined && secret === undefined) return null;
  if (id !== undefined && secret !== undefined) return { id, secret };
  throw new EnvError([`${id === undefined ? first : second} is missing: ${first} and ${second} belong together`]);
}

type PairName = "GITHUB_ID" | "GITHUB_SECRET" | "GOOGLE_ID" | "GOOGLE_SECRET" | "SMTP_URL" | "MAIL_FROM";

function readSmtp(raw: z.infer<typeof schema>): { url: string; from: string } | null {
  const pair = readPair(raw, "SMTP_URL", "MAIL_FROM");
  return pair && { url: pair.id, from: pair.secret };
}

/** null: no billing here. An incomplete configuration is an error. */
function readStripe(raw: z.infer<typeof schema>) {
  const names = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICES"] as const;
  if (names.every((name) => raw[name] === undefined)) return null;
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_PRICES: prices } = raw;
  if (!secretKey || !webhookSecret || !prices) {
    const missing = names.filter((name) => !raw[name]);
    throw new EnvError(missing.map((name) => `${name} is missing: Stripe needs ${names.join(", ")}`));
  }
  return { secretKey, webhookSecret, priceOf: Object.fromEntries(prices.map((item) => item.split("="))) };
}

function isWeakSecret(name: SecretName, value: string): boolean {
  if (name === "CREDENTIAL_ENC_KEY" && Buffer.from(value, "base64").length !== 32) return true;
  const published = Object.values<string>(sandboxSecrets).includes(value);
  return published || value.length < 32 || new Set(value).size < 10;
}

function parseAllowedNetwork(item: string): { tenantId: string | null; network: Network } | null {
  const [, tenantId, text = ""] = /^(?:([^=]*)=)?(.+)$/.exec(item) ?? [];
  const network = parseNetwork(text);
  if (network === null || (tenantId !== undefined && !z.uuid().safeParse(tenantId).success)) return null;
  return { tenantId: tenantId?.toLowerCase() ?? null, network };
}

function parseHostPort(value: string, defaultPort: number): { host: string; port: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(value);
  if (bracketed) return { host: bracketed[1] ?? "", port: Number(bracketed[2] ?? defaultPort) };
  // More than one colon and no brackets: a bare IPv6 address.
  if (value.split(":").length !== 2) return { host: value, port: defaultPort };
  const [host = "", given = ""] = value.split(":");
  return { host, port: Number(given) };
}

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function parseDuration(value: string): number {
  const [, amount = "0", unit = "s"] = /^(\d+)(ms|s|m|h)?$/.exec(value) ?? [];
  return Math.max(100, Number(amount) * (unitMs[unit] ?? 1_000));
}

/** The environment of this process. The only place that reads `process.env`. */
export function processEnv(): Env {
  const env = readEnv(process.env);
  // next-auth reads its own address from here alone. APP_URL is the variable that people set.
  process.env.NEXTAUTH_URL = `${env.appUrl}/api/auth`;
  return env;
}
