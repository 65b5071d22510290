import { isIP } from "node:net";
import { join } from "node:path";
import { domainToASCII } from "node:url";
import { z } from "zod";
import { parseAllowedNetwork } from "@/lib/kernel/allowed-network";
import { findFileProblems } from "@/lib/kernel/env-files";
import { estimateEntropyBits } from "@/lib/kernel/estimate-entropy-bits";
import { isHost, isHostPort, parseHostPort } from "@/lib/kernel/host-port";
import { canonicalAddress, parseNetwork } from "@/lib/kernel/networks";
import { placeholderProblems } from "@/lib/kernel/placeholders";
import { type PlanName, type PlanPrice, parsePlanPrice } from "@/lib/kernel/plans";
import { isLoopbackAddress, isPublicAddress } from "@/lib/kernel/public-address";
import { samePorts } from "@/lib/kernel/same-ports";
import { unknownVariables } from "@/lib/kernel/unknown-variables";

/** Values that the sandbox fills in. Production refuses them: they are in a public repository. */
export const sandboxSecrets = {
  AUTH_SECRET: "sandbox-auth-secret-not-for-production",
  TOKEN_HMAC_SECRET: "sandbox-token-secret-not-for-production",
  CREDENTIAL_ENC_KEY: "c2FuZGJveC1jcmVkZW50aWFsLWtleS0zMi1ieXRlcyE=",
  WORKER_SECRET: "sandbox-worker-secret-not-for-production",
} as const;

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

type SecretName = keyof typeof sandboxSecrets;
const secretNames = Object.keys(sandboxSecrets) as SecretName[];

/** All published values, the seed's API key included: no secret of production may contain one. */
const publishedSecrets: readonly string[] = [...Object.values(sandboxSecrets), "sk_test_demo"];
/** Besides those of the sandbox, variables whose value gives access to something. */
const otherSecretNames = [
  "INTERNAL_TOKEN",
  "EDGE_EAB_HMAC_KEY",
  "EDGE_EAB_HMAC_KEY_2",
  "EDGE_TOKEN",
  "GITHUB_SECRET",
  "GOOGLE_SECRET",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
] as const;
const minSecretLength = 32;
const minSecretBits = 80;
const tokenNames = ["INTERNAL_TOKEN", "EDGE_TOKEN"] as const;
/** Tokens may be shorter: they are only compared, so they cannot be guessed without asking us. */
const minTokenBits = 40;

/** What the Caddyfile reads and we do not. */
const caddyNames = ["EDGE_ADMIN", "EDGE_LOG", "EDGE_STORAGE_FILE", "RESPONDER_URL"];

const productionNames = ["DATABASE_URL", "EDGE_HOSTNAME", "EDGE_ADDRESSES", "EDGE_ISSUER", "APP_URL"] as const;

/** `Number` alone would take 1e3, 0x10 and blanks. */
function whole(min: number, max: number, what = "a whole number") {
  const isWithin = (value: string) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;
  return z.string().refine(isWithin, `${what} between ${min} and ${max}`).transform(Number);
}

const port = whole(1, 65_535, "a port");
const flag = z.enum(["0", "1", "true", "false"], "0 or 1").transform((value) => value === "1" || value === "true");
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: "a URL: postgres://user:password@host:5432/database" });
const word = z.string().regex(/^[^\s…]{1,500}$/, "as the other side shows it, without spaces");
const hostPort = /^(\[[0-9a-f:]+\]|[0-9a-f:]+|[\d.]+)(:\d+)?$/i;
const bindingPart = z.string().regex(/^[\w~+/=.-]{1,500}$/, "as the authority shows it, without spaces");
/** @param longest as text, such as `24h` */
function duration(longest: string) {
  return z
    .string()
    .regex(/^\d{1,9}(ms|s|m|h)?$/, "a number with a unit: 30s, 10m, 1h")
    .refine((value) => msOf(value) >= 1_000 && msOf(value) <= msOf(longest), `between 1s and ${longest}`);
}
const dayMs = 86_400_000;

/** Whole days, as milliseconds. @param least in days: what shows or needs them says why */
function retention(least: number, why: string) {
  const isLong = (value: string) => /^\d{1,4}d$/.test(value) && Number.parseInt(value, 10) >= least;
  const wanted = `days, from ${least}d to 9999d: ${why}`;
  return z
    .string()
    .refine(isLong, wanted)
    .transform((value) => Number.parseInt(value, 10) * dayMs);
}

const list = z.string().transform((value) => value.split(/[\s,]+/).filter((item) => item !== ""));

const path = z.string().regex(/\S/, "a path");

const urlToken = z.string().regex(/^[\w-]{16,200}$/, "at least 16 letters, digits, - or _: it is part of a URL");

const schema = z.object({
  LATCHKEY_MODE: z.enum(["sandbox", "production"], "sandbox or production").optional(),
  NODE_ENV: z.enum(["production", "development", "test"], "production, which is the default").default("production"),
  LOG_LEVEL: z.enum(logLevels, `one of ${logLevels.join(", ")}`).optional(),

  PORT: port.default(3000),
  HOST: z.string().refine(isHost, "the address that the app listens on: 127.0.0.1, or 0.0.0.0 for all").optional(),
  APP_URL: z
    .url({ protocol: /^https?$/, error: "the dashboard's URL: https://app.example.com" })
    .refine(isBareOrigin, "scheme, host and port alone, without credentials, path or query: https://app.example.com")
    .optional(),
  DATA_DIR: path.default(".data"),
  DATABASE_URL: postgresUrl.optional(),
  /** The sandbox's own PostgreSQL, in place of the embedded database. */
  SANDBOX_DATABASE_URL: postgresUrl.optional(),
  /** Past a pooler such as PgBouncer: for LISTEN and migrations, which need a session of their own. */
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  /** A streaming replica, for lists and counts. */
  DATABASE_REPLICA_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: whole(4, 200).default(20),

  EDGE_ENABLED: flag.default(true),
  EDGE_HOSTNAME: z.string().superRefine(checkHostname).optional(),
  EDGE_ADDRESSES: list
    .refine(
      (items) => items.length > 0 && items.every((item) => canonicalAddress(item) !== null),
      "IP addresses, comma-separated: 203.0.113.10,2001:db8::10",
    )
    .transform((items) => [...new Set(items.flatMap((item) => canonicalAddress(item) ?? []))])
    .optional(),
  /** One issuer, or two: Caddy tries the second one where the first one does not issue. */
  EDGE_ISSUER: list
    .refine(areIssuers, "internal, or one or two of: acme (Let's Encrypt), acme-staging, an ACME directory URL")
    .transform((items) => items.join(" "))
    .optional(),
  /** External account binding, for authorities that require it; `_2` for the second issuer. */
  EDGE_EAB_KEY_ID: bindingPart.optional(),
  EDGE_EAB_HMAC_KEY: bindingPart.optional(),
  EDGE_EAB_KEY_ID_2: bindingPart.optional(),
  EDGE_EAB_HMAC_KEY_2: bindingPart.optional(),
  /** The limits of other authorities than Let's Encrypt: JSON, or the path of a file with it. */
  EDGE_CA_LIMITS: path.refine(isJsonOrPath, "JSON, or the path of a file with it").optional(),
  EDGE_BIND: z
    .string()
    .refine((value) => canonicalAddress(value) !== null, "one IP address of this machine")
    .optional(),
  EDGE_HTTP_PORT: port.optional(),
  EDGE_HTTPS_PORT: port.optional(),
  EDGE_PROBE_ADDRESS: z.string().refine(isHostPort, "a host with an optional port: 127.0.0.1:443").optional(),
  EDGE_CA_FILE: path.optional(),
  EDGE_ACME_CA_FILE: path.optional(),
  /** Private networks where origins are allowed; `<tenant-id>=` before one: for that tenant alone. */
  EDGE_UPSTREAM_ALLOW: list
    .refine(
      (items) => items.every((item) => parseAllowedNetwork(item) !== null),
      "networks such as 10.0.0.0/8, single addresses, or <tenant-id>=<network>",
    )
    .optional(),
  /** Load balancers in front of Caddy whose X-Forwarded-For it believes. */
  EDGE_TRUSTED_PROXIES: list
    .refine((items) => items.every((item) => parseNetwork(item) !== null), "networks or addresses, such as 10.0.0.0/8")
    .optional(),
  /** A folder for keys and certificates, or a file with a storage block of the Caddyfile. */
  EDGE_STORAGE: path.optional(),
  ACME_EMAIL: z.email("one email address").optional(),
  /** The app's instances, as Caddy and the responder reach them. */
  CONTROLPLANE_URL: list
    .refine(
      (items) => items.length > 0 && items.every(isBareOrigin),
      "one or several URLs without a path: http://10.0.0.5:3000",
    )
    .optional(),
  RESPONDER_PORT: port.default(3010),
  INTERNAL_TOKEN: urlToken.optional(),
  EDGE_TOKEN: urlToken.optional(),

  DNS_RESOLVERS: list
    .refine((items) => items.every((item) => hostPort.test(item)), "IP addresses, each with an optional :port")
    .optional(),
  DNS_AUTHORITATIVE_PORT: port.optional(),
  DNS_ALLOW_PRIVATE_NAMESERVERS: flag.optional(),
  /** Where the list of registries' servers is (RFC 9224); `off`: registries are not asked. */
  RDAP_BOOTSTRAP_URL: z
    .string()
    .refine((value) => value === "off" || isHttpUrl(value), "a URL, or off")
    .optional(),
  SANDBOX_DNS_PORT: port.default(5353),
  /** Where the APIs of DNS providers are, in tests: `cloudflare=http://127.0.0.1:4001`. */
  DNS_PROVIDER_URLS: list
    .refine((items) => items.every((item) => /^[a-z][a-z0-9_]*=/.test(item) && isHttpUrl(urlIn(item))), {
      error: "<provider>=<URL>, comma-separated",
    })
    .transform((items) => Object.fromEntries(items.map((item) => [item.slice(0, item.indexOf("=")), urlIn(item)])))
    .optional(),

  /** What this process group runs: the app, a worker, or both. */
  ROLE: z.enum(["web", "worker", "all"], "web, worker or all").optional(),
  /** The older spelling: 0 is ROLE=web. */
  WORKER_ENABLED: flag.optional(),
  /** Where a worker that is a process of its own answers /metrics and /healthz; not set: nowhere. */
  METRICS_PORT: port.optional(),
  WORKER_CONCURRENCY: whole(1, 500).default(100),
  RECHECK_INTERVAL: duration("24h").optional(),
  /** After how much silence of its nameservers a live domain is reported as unreachable. */
  UNREACHABLE_AFTER: duration("720h").optional(),
  /** How long settled webhook deliveries are stored. */
  DELIVERIES_RETENTION: retention(30, "pages and charts show as much").default(30 * dayMs),
  /** How long the events of timelines are stored. */
  EVENTS_RETENTION: retention(31, "statistics are of the last 30 days").optional(),
  /** How long a contested hostname stays with an account that uses it: well within the 30 days in which control is proven. */
  CONTEST_GRACE: duration("336h").optional(),

  /** Requests to /v1 that one API key may make in a minute, on each app instance. */
  API_RATE_LIMIT: whole(1, 1_000_000).default(3_000),
  /** How many of your proxies in front of the app append to X-Forwarded-For. Ours, Caddy, is one. */
  TRUSTED_PROXIES: whole(0, 10).optional(),
  /** Old keys, comma-separated: they still decrypt, and no longer encrypt. */
  CREDENTIAL_ENC_KEY_PREVIOUS: list.optional(),

  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_(live|test)_\w+$/, "as Stripe shows it: sk_live_…")
    .optional(),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_\w+$/, "as Stripe shows it: whsec_…")
    .optional(),
  /** The Stripe price of each plan that is for sale: `pro=price_…,growth=price_…`. */
  STRIPE_PRICES: list
    .refine(
      (items) => items.every((item) => /^(pro|growth|enterprise)=price_\w+$/.test(item)),
      "pro=price_…,growth=price_…",
    )
    .optional(),

  /** What plans cost, as the dashboard and `GET /v1/plans` show it: `pro=49 EUR/month`. */
  PLAN_PRICES: list
    .refine((items) => items.every((item) => parsePlanPrice(item) !== null), "pro=49 EUR/month,growth=490.50 EUR/year")
    .transform((items) => Object.fromEntries(items.flatMap((item) => priceOf(item))))
    .optional(),
  /** Whom to ask for a plan that cannot be paid for here. */
  PLAN_CONTACT: z.union([z.email(), z.url({ protocol: /^https$/ })], "an email address or an https URL").optional(),

  /** Whether anybody may sign up, or only invited people. */
  SIGN_UP: z.enum(["open", "invited"], "open or invited").default("open"),
  GITHUB_ID: word.optional(),
  GITHUB_SECRET: word.optional(),
  GOOGLE_ID: word.optional(),
  GOOGLE_SECRET: word.optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./, error: "a URL: smtps://user:password@mail.host:465" })
    .optional(),
  /** Mails to addresses that people typed, by all instances together: a last bound on misuse. */
  MAIL_LIMIT_PER_HOUR: whole(1, 1_000_000).default(1_000),
  /** As in a mail's header: `Latchkey <no-reply@example.com>`. */
  MAIL_FROM: z
    .string()
    .max(320)
    .regex(/^[^@…]*[^\s@<]@[^\s@>.]+\.[^\s@>]+>?$/, "an address: Latchkey <no-reply@example.com>")
    .optional(),

  /** Where traces go by OTLP; not set: none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: "the URL of an OTLP receiver: http://127.0.0.1:4318" })
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: list
    .refine(
      (items) => items.every((item) => headerIn(item) !== null),
      "name=value, comma-separated, values in URL encoding",
    )
    .transform((items) => Object.fromEntries(items.flatMap((item) => toList(headerIn(item)))))
    .optional(),
  OTEL_SERVICE_NAME: z
    .string()
    .regex(/^[^\s…]{1,100}$/, "a name without spaces")
    .default("latchkey"),
  /** The share of traces that is sent. */
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, "the share of traces that is sent: 0 to 1")
    .transform(Number)
    .default(1),

  AUTH_SECRET: z.string().optional(),
  TOKEN_HMAC_SECRET: z.string().optional(),
  CREDENTIAL_ENC_KEY: z.string().optional(),
  WORKER_SECRET: z.string().optional(),
});

type Raw = z.infer<typeof schema>;

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
  const { raw, problems: malformed } = parseEach(given);
  const configured = [...productionNames, ...secretNames].some((name) => given[name] !== undefined);
  const sandbox = (raw.LATCHKEY_MODE ?? (configured ? "production" : "sandbox")) === "sandbox";
  const host = raw.HOST ?? (sandbox || raw.EDGE_ENABLED ? "127.0.0.1" : "0.0.0.0");
  const problems = [
    ...malformed,
    ...(sandbox ? sandboxProblems(raw) : productionProblems(raw, given)),
    ...exposureProblems(raw, given, host),
    ...incompleteGroups(given),
    ...roleProblems(raw, sandbox),
    ...databaseProblems(raw, sandbox),
    ...portProblems(raw, sandbox),
  ];
  if (problems.length > 0) throw new EnvError(problems);

  const httpsPort = raw.EDGE_HTTPS_PORT ?? (sandbox ? 8443 : 443);
  const role = raw.ROLE ?? (raw.WORKER_ENABLED === false ? "web" : "all");
  const databaseUrl = databaseUrlOf(raw, sandbox);
  return {
    sandbox,
    role,
    // The sandbox's terminal is for the person who tries it.
    logLevel: raw.LOG_LEVEL ?? (sandbox ? ("warn" as const) : ("info" as const)),
    port: raw.PORT,
    host,
    metricsPort: raw.METRICS_PORT ?? null,
    /** null: no traces. */
    tracing: tracingOf(raw),
    appUrl: new URL(raw.APP_URL ?? `http://localhost:${raw.PORT}`).origin,
    dataDir: raw.DATA_DIR,
    databaseUrl,
    /** null: no pooler is between us and the database. */
    databaseDirectUrl: raw.DATABASE_DIRECT_URL ?? null,
    databaseReplicaUrl: raw.DATABASE_REPLICA_URL ?? null,
    databaseUrls: [databaseUrl, raw.DATABASE_DIRECT_URL, raw.DATABASE_REPLICA_URL].flatMap((url) => url ?? []),
    databasePoolSize: raw.DATABASE_POOL_SIZE,
    edge: {
      enabled: raw.EDGE_ENABLED,
      hostname: (raw.EDGE_HOSTNAME ?? "edge.latchkey.test").toLowerCase().replace(/\.$/, ""),
      addresses: raw.EDGE_ADDRESSES ?? ["127.0.0.1"],
      issuer: raw.EDGE_ISSUER ?? "internal",
      caLimits: raw.EDGE_CA_LIMITS ?? null,
      /** External account bindings of the first and second issuer; null: none. */
      bindings: [
        pairOf(raw.EDGE_EAB_KEY_ID, raw.EDGE_EAB_HMAC_KEY),
        pairOf(raw.EDGE_EAB_KEY_ID_2, raw.EDGE_EAB_HMAC_KEY_2),
      ],
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
      trustedProxies: raw.EDGE_TRUSTED_PROXIES ?? [],
      controlplaneUrls: raw.CONTROLPLANE_URL ?? [`http://127.0.0.1:${raw.PORT}`],
      responderPort: raw.RESPONDER_PORT,
      /** A folder, or a file with a storage block of the Caddyfile. */
      storage: raw.EDGE_STORAGE ?? join(raw.DATA_DIR, "caddy"),
      /** What edges show to the app; null: one is generated for those of this machine. */
      token: raw.EDGE_TOKEN ?? null,
    },
    /** null: Caddy and the responder of this machine get one that is generated. */
    internalToken: raw.INTERNAL_TOKEN ?? null,
    dns: {
      /** null: the system's. */
      resolvers: raw.DNS_RESOLVERS?.map((item) => parseHostPort(item, 53)) ?? null,
      authoritativePort: raw.DNS_AUTHORITATIVE_PORT ?? 53,
      /** A third party's NS record could send our packets into this network: only where you intend that. */
      allowPrivateNameservers: raw.DNS_ALLOW_PRIVATE_NAMESERVERS ?? sandbox,
      sandboxPort: raw.SANDBOX_DNS_PORT,
    },
    /** In place of the providers' own URLs. */
    dnsProviderUrls: raw.DNS_PROVIDER_URLS ?? {},
    worker: {
      enabled: role !== "web",
      concurrency: raw.WORKER_CONCURRENCY,
      secret: raw.WORKER_SECRET ?? sandboxSecrets.WORKER_SECRET,
    },
    apiRateLimit: raw.API_RATE_LIMIT,
    trustedProxies: raw.TRUSTED_PROXIES ?? defaultTrustedProxies(raw),
    authSecret: raw.AUTH_SECRET ?? sandboxSecrets.AUTH_SECRET,
    signUp: raw.SIGN_UP,
    mailsPerHour: raw.MAIL_LIMIT_PER_HOUR,
    /** Identity providers; null: not configured. */
    github: pairOf(raw.GITHUB_ID, raw.GITHUB_SECRET),
    google: pairOf(raw.GOOGLE_ID, raw.GOOGLE_SECRET),
    /** null: this installation sends no mail. */
    smtp: smtpOf(raw),
    tokenSecret: raw.TOKEN_HMAC_SECRET ?? sandboxSecrets.TOKEN_HMAC_SECRET,
    /** The first one encrypts. */
    credentialKeys: [
      raw.CREDENTIAL_ENC_KEY ?? sandboxSecrets.CREDENTIAL_ENC_KEY,
      ...(raw.CREDENTIAL_ENC_KEY_PREVIOUS ?? []),
    ],
    stripe: stripeOf(raw),
    planPrices: raw.PLAN_PRICES ?? {},
    planContact: raw.PLAN_CONTACT ?? null,
    // In the sandbox a person waits for it: ten minutes until a drift shows would seem broken.
    deliveriesKeptMs: raw.DELIVERIES_RETENTION,
    /** null: as long as their connection. */
    eventsKeptMs: raw.EVENTS_RETENTION ?? null,
    contestGraceMs: msOf(raw.CONTEST_GRACE ?? (sandbox ? "10s" : "24h")),
    recheckIntervalMs: msOf(raw.RECHECK_INTERVAL ?? (sandbox ? "30s" : "10m")),
    rdapBootstrapUrl: rdapUrlOf(raw.RDAP_BOOTSTRAP_URL, sandbox),
    unreachableAfterMs: msOf(raw.UNREACHABLE_AFTER ?? (sandbox ? "30s" : "1h")),
    /** Sentences for the log: the process runs, and probably not as it was meant to. */
    warnings: [
      ...unknownVariables(Object.keys(given), [...environmentNames, ...caddyNames]),
      ...(raw.EDGE_ENABLED || raw.TRUSTED_PROXIES !== undefined ? [] : [proxiesUnknown]),
      ...(sandbox ? [] : targetWarnings(raw)),
    ],
  };
}

function databaseUrlOf(raw: Raw, sandbox: boolean): string | null {
  return (sandbox ? raw.SANDBOX_DATABASE_URL : raw.DATABASE_URL) ?? null;
}

function roleProblems(raw: Raw, sandbox: boolean): string[] {
  const { ROLE: role, WORKER_ENABLED: workerEnabled } = raw;
  if (role !== undefined && workerEnabled !== undefined && workerEnabled !== (role !== "web")) {
    return [`ROLE=${role} and WORKER_ENABLED=${workerEnabled ? 1 : 0} contradict each other: remove WORKER_ENABLED`];
  }
  return role === "worker" && sandbox && databaseUrlOf(raw, sandbox) === null
    ? ["ROLE=worker needs PostgreSQL: with the embedded database, the app is the worker"]
    : [];
}

function databaseProblems(raw: Raw, sandbox: boolean): string[] {
  if (databaseUrlOf(raw, sandbox) !== null) return [];
  return (["DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL"] as const)
    .filter((name) => raw[name] !== undefined)
    .map((name) => `${name} is set without ${sandbox ? "SANDBOX_DATABASE_URL" : "DATABASE_URL"}, which it belongs to`);
}

/** null: no traces. */
function tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...raw }: Raw) {
  if (endpoint === undefined) return null;
  const headers = raw.OTEL_EXPORTER_OTLP_HEADERS ?? {};
  return { endpoint, headers, serviceName: raw.OTEL_SERVICE_NAME, ratio: raw.OTEL_TRACES_SAMPLER_ARG };
}

function toList<T>(item: T | null): T[] {
  return item === null ? [] : [item];
}

/** `name=value`, as OpenTelemetry writes headers: the value in URL encoding. null: it is none. */
function headerIn(item: string): [string, string] | null {
  const [, name = "", value = ""] = /^([\w-]+)=(.+)$/.exec(item) ?? [];
  try {
    return name === "" || /[^\x20-\x7e]/.test(decodeURIComponent(value)) ? null : [name, decodeURIComponent(value)];
  } catch {
    return null;
  }
}

/** null: registries are not asked. The sandbox's domains have none. */
function rdapUrlOf(given: string | undefined, sandbox: boolean): string | null {
  if (given === undefined) return sandbox ? null : "https://data.iana.org/rdap/dns.json";
  return given === "off" ? null : given;
}

/** Each variable alone, so that all problems can be reported at once. A malformed one counts as not set. */
function parseEach(given: Record<string, string | undefined>): { raw: Raw; problems: string[] } {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { raw: parsed.data, problems: [] };
  // One sentence for each is enough: what else is wrong with the value, a better one may not have.
  const issues = parsed.error.issues.filter(
    ({ path }, index, all) => all.findIndex((other) => other.path[0] === path[0]) === index,
  );
  const malformed = new Set(issues.map(({ path }) => path[0]));
  const rest = Object.entries(given).filter(([name]) => !malformed.has(name));
  return {
    raw: schema.parse(Object.fromEntries(rest)),
    problems: issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
  };
}

function sandboxProblems(raw: Raw): string[] {
  if (raw.DATABASE_URL === undefined) return [];
  return [
    "DATABASE_URL is set in the sandbox, which would add its demo company and its published API key to that database: " +
      "remove DATABASE_URL, or set SANDBOX_DATABASE_URL to an empty database",
  ];
}

function productionProblems(raw: Raw, given: Record<string, string | undefined>): string[] {
  const missing = [...productionNames, ...secretNames].filter((name) => given[name] === undefined);
  return [
    ...missing.map((name) => `${name} is missing`),
    ...secretProblems(raw),
    ...placeholderProblems(Object.fromEntries(Object.entries(given).filter(([name]) => name in raw))),
    ...(raw.SANDBOX_DATABASE_URL === undefined ? [] : ["SANDBOX_DATABASE_URL is for the sandbox: set DATABASE_URL"]),
    ...(raw.DNS_PROVIDER_URLS === undefined
      ? []
      : ["DNS_PROVIDER_URLS is for the sandbox: it would send your tenants' tokens to another address. Remove it"]),
    ...(raw.APP_URL === undefined || isSafeForCookies(raw.APP_URL)
      ? []
      : ["APP_URL must begin with https:// (http is allowed for a loopback host only): people sign in there"]),
  ];
}

function secretProblems(raw: Raw): string[] {
  const previous = raw.CREDENTIAL_ENC_KEY_PREVIOUS ?? [];
  const weak = secretNames.filter((name) => raw[name] !== undefined && isWeakSecret(name, raw[name] ?? ""));
  const weakTokens = tokenNames.filter((name) => isWeakToken(raw[name]));
  const all = [
    ...[...secretNames, ...otherSecretNames].flatMap((name) => {
      const value = raw[name];
      return value === undefined ? [] : [{ name: name as string, value }];
    }),
    ...previous.map((value) => ({ name: "CREDENTIAL_ENC_KEY_PREVIOUS", value })),
  ];
  const published = all.filter(({ name, value }) => !(weak as string[]).includes(name) && isPublished(value));
  const repeated = all.flatMap(({ name, value }, index) => {
    const same = all
      .slice(0, index)
      .find((other) => withoutBase64Spelling(other.value) === withoutBase64Spelling(value));
    return same ? [`${name} repeats the value of ${same.name}: each secret needs its own`] : [];
  });
  return [
    ...weak.map((name) => `${name} is a default or too weak: use \`openssl rand -base64 32\``),
    ...published.map(({ name }) => `${name} contains a value that is published with Latchkey: use another`),
    ...weakTokens.map((name) => `${name} is too weak: use \`openssl rand -hex 32\``),
    // An old key that is merely weak must stay usable, or nobody could replace it.
    ...(previous.every((key) => decodedKey(key).length === 32)
      ? []
      : ["CREDENTIAL_ENC_KEY_PREVIOUS: each key must be 32 bytes in base64"]),
    ...new Set(repeated),
  ];
}

/** What edges on other machines and an address that others reach need. */
function exposureProblems(raw: Raw, given: Record<string, string | undefined>, host: string): string[] {
  const withoutEdgeToken =
    raw.EDGE_ENABLED || given.EDGE_TOKEN !== undefined
      ? []
      : [
          "EDGE_TOKEN is missing: with EDGE_ENABLED=0, the edges are other machines, which the app knows by it. " +
            "Set it here and there, to the output of `openssl rand -hex 32`",
        ];
  if (given.INTERNAL_TOKEN !== undefined || isLoopbackHost(host)) return withoutEdgeToken;
  return [
    ...withoutEdgeToken,
    `INTERNAL_TOKEN is missing: HOST=${host} lets other machines reach the app. ` +
      "Set it to the output of `openssl rand -hex 32`, or remove HOST to listen on this machine only",
  ];
}

const pairs = [
  ["GITHUB_ID", "GITHUB_SECRET"],
  ["GOOGLE_ID", "GOOGLE_SECRET"],
  ["SMTP_URL", "MAIL_FROM"],
  ["EDGE_EAB_KEY_ID", "EDGE_EAB_HMAC_KEY"],
  ["EDGE_EAB_KEY_ID_2", "EDGE_EAB_HMAC_KEY_2"],
] as const;
const stripeNames = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICES"] as const;

/** Variables of which all or none must be set. */
function incompleteGroups(given: Record<string, string | undefined>): string[] {
  const missingOf = (names: readonly string[]) =>
    names.every((name) => given[name] === undefined) ? [] : names.filter((name) => given[name] === undefined);
  return [
    ...pairs.flatMap((pair) =>
      missingOf(pair).map((name) => `${name} is missing: ${pair[0]} and ${pair[1]} belong together`),
    ),
    ...missingOf(stripeNames).map((name) => `${name} is missing: Stripe needs ${stripeNames.join(", ")}`),
  ];
}

/** What listens on this machine. */
function portProblems(raw: Raw, sandbox: boolean): string[] {
  const ofEdge: [string, number][] = [
    ["RESPONDER_PORT", raw.RESPONDER_PORT],
    ["EDGE_HTTP_PORT", raw.EDGE_HTTP_PORT ?? (sandbox ? 8080 : 80)],
    ["EDGE_HTTPS_PORT", raw.EDGE_HTTPS_PORT ?? (sandbox ? 8443 : 443)],
  ];
  const ofSandbox: [string, number][] = [["SANDBOX_DNS_PORT", raw.SANDBOX_DNS_PORT]];
  return samePorts([["PORT", raw.PORT], ...(raw.EDGE_ENABLED ? ofEdge : []), ...(sandbox ? ofSandbox : [])]);
}

/** What may be meant, in an internal installation or on a trial machine, and is a mistake anywhere else. */
function targetWarnings(raw: Raw): string[] {
  const unreachable =
    raw.EDGE_ISSUER === "internal" ? [] : (raw.EDGE_ADDRESSES ?? []).filter((one) => !isPublicAddress(one));
  const isShared = raw.APP_URL !== undefined && new URL(raw.APP_URL).hostname === raw.EDGE_HOSTNAME?.toLowerCase();
  return [
    ...(unreachable.length === 0
      ? []
      : [
          `EDGE_ADDRESSES has ${unreachable.join(", ")}, which the internet does not reach: customers are asked to point their ` +
            "domains there",
        ]),
    ...(isShared
      ? [
          "EDGE_HOSTNAME is the host of APP_URL: customers' CNAMEs then lead to the dashboard's name. Give the edge its own",
        ]
      : []),
  ];
}

const proxiesUnknown =
  "TRUSTED_PROXIES is not set, so X-Forwarded-For is ignored and every request counts as one from the address of your " +
  "proxy: set TRUSTED_PROXIES to the number of proxies in front of the app, or to 0 if there is none";

/** Our own Caddy, and the load balancer in front of it if there is one. Another Caddy is somewhere in a network. */
function defaultTrustedProxies(raw: Raw): number {
  if (!raw.EDGE_ENABLED) return 0;
  return (raw.EDGE_TRUSTED_PROXIES ?? []).length > 0 ? 2 : 1;
}

function pairOf(id: string | undefined, secret: string | undefined): { id: string; secret: string } | null {
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** null: this installation sends no mail. */
function smtpOf({ SMTP_URL: url, MAIL_FROM: from }: Raw): { url: string; from: string } | null {
  return url === undefined || from === undefined ? null : { url, from };
}

/** null: no billing here. */
function stripeOf({ STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_PRICES: prices }: Raw) {
  if (!secretKey || !webhookSecret || !prices) return null;
  return { secretKey, webhookSecret, priceOf: Object.fromEntries(prices.map((item) => item.split("="))) };
}

function priceOf(item: string): [PlanName, PlanPrice][] {
  const found = parsePlanPrice(item);
  return found ? [[found.plan, found.price]] : [];
}

function isWeakSecret(name: SecretName, value: string): boolean {
  if (isPublished(value) || value.length < minSecretLength || estimateEntropyBits(value) < minSecretBits) return true;
  if (name !== "CREDENTIAL_ENC_KEY") return false;
  const key = decodedKey(value);
  // Base64 hides patterns of the bytes.
  return key.length !== 32 || estimateEntropyBits(key.toString("latin1")) < minSecretBits;
}

function isWeakToken(value: string | undefined): boolean {
  return value !== undefined && !isPublished(value) && estimateEntropyBits(value) < minTokenBits;
}

function isPublished(value: string): boolean {
  const spelling = withoutBase64Spelling(value);
  return publishedSecrets.some((published) => spelling.includes(withoutBase64Spelling(published)));
}

/** Two spellings of the same bytes in base64 are the same secret. */
function withoutBase64Spelling(value: string): string {
  return value.trim().replace(/=+$/, "").replaceAll("-", "+").replaceAll("_", "/");
}

function decodedKey(value: string): Buffer {
  return Buffer.from(value, "base64");
}

/** Caddy's own authority alone, or ACME authorities: it tries them in this order. */
function areIssuers(items: readonly string[]): boolean {
  if (items.length === 1 && items[0] === "internal") return true;
  const isAcme = (item: string) => item === "acme" || item === "acme-staging" || /^https?:\/\/[^\s{}"`]+$/.test(item);
  return items.length >= 1 && items.length <= 2 && new Set(items).size === items.length && items.every(isAcme);
}

function isJsonOrPath(value: string): boolean {
  if (!value.trimStart().startsWith("{")) return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** The value of `name=value`. */
function urlIn(item: string): string {
  return item.slice(item.indexOf("=") + 1);
}

function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

function isBareOrigin(value: string): boolean {
  return /^https?:\/\/[^/\\?#@]+\/*$/i.test(value);
}

function isSafeForCookies(appUrl: string): boolean {
  const { protocol, hostname } = new URL(appUrl);
  return protocol === "https:" || isLoopbackHost(hostname);
}

function isLoopbackHost(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host.replace(/^\[|\]$/g, ""));
}

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Caddy and DNS compare names as they are written, so a name in another spelling must not be stored. */
function checkHostname(value: string, context: z.RefinementCtx): void {
  const name = value.toLowerCase().replace(/\.$/, "");
  // Empty for what is no domain, and another name for numbers that mean an address.
  const ascii = domainToASCII(name);
  const labels = ascii.split(".");
  const isHostname =
    labels.length > 1 && ascii.length <= 253 && isIP(ascii) === 0 && labels.every((part) => label.test(part));
  if (isHostname && ascii === name) return;
  const message = isHostname ? `a hostname in ASCII: write it as ${ascii}` : "a hostname such as edge.example.com";
  context.addIssue({ code: "custom", message });
}

/** Of a duration such as `30s`; without a unit, seconds. */
function msOf(value: string): number {
  const [, amount = "0", unit = "s"] = /^(\d+)(ms|s|m|h)?$/.exec(value) ?? [];
  return Number(amount) * ({ ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit] ?? 1_000);
}

/**
 * The environment of this process. The only place that reads `process.env`.
 * @throws EnvError as `readEnv`, and for files and folders that cannot be used
 */
export function processEnv(): Env {
  const env = readEnv(process.env);
  const problems = findFileProblems(env);
  if (problems.length > 0) throw new EnvError(problems);
  // next-auth reads its own address from here alone. APP_URL is the variable that people set.
  process.env.NEXTAUTH_URL = `${env.appUrl}/api/auth`;
  return env;
}
