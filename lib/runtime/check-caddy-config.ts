import { z } from "zod";
import { type EdgeCheck, fail, ok, warn } from "@/lib/runtime/edge-check";

const oldest = [2, 6] as const;
const askedFirst = [2, 7] as const;
const newest = [2, 11] as const;

/** @param text what `caddy version` prints: `v2.11.9 h1:…` or `2.6.2` */
export function checkCaddyVersion(text: string): EdgeCheck {
  const [, version = "", major = "", minor = ""] = /^v?((\d+)\.(\d+)\.\S+)/.exec(text.trim()) ?? [];
  if (version === "")
    return fail("Caddy's version is not known.", "Run `caddy version`, and install Caddy 2.7 or newer.");
  const found = [Number(major), Number(minor)] as const;
  const range = `${oldest.join(".")} to ${newest.join(".")}`;
  if (isBefore(found, oldest)) return fail(`Caddy ${version} is too old.`, `Install one of ${range}.`);
  if (isBefore(found, askedFirst)) {
    return warn(
      `Caddy ${version} works, but serves a stored certificate without asking first.`,
      "Install Caddy 2.7 or newer: from then on, a hostname that is not connected is refused before its certificate is read.",
    );
  }
  if (isBefore(newest, found)) return warn(`Caddy ${version} is newer than what was tested.`, `Tested are ${range}.`);
  return ok(`Caddy ${version}`);
}

function isBefore(
  [major, minor]: readonly [number, number],
  [otherMajor, otherMinor]: readonly [number, number],
): boolean {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

/** The parts of Caddy's JSON that matter here. `ask` was replaced by permission modules in 2.8. */
const onDemandSchema = z.object({
  ask: z.string().optional(),
  permission: z.object({ module: z.string(), endpoint: z.string().optional() }).optional(),
});
const configSchema = z.object({
  admin: z.object({ disabled: z.boolean().default(false), listen: z.string().optional() }).default({ disabled: false }),
  storage: z.object({ module: z.string(), root: z.string().optional() }).optional(),
  apps: z.object({
    tls: z
      .object({
        automation: z
          .object({
            on_demand: onDemandSchema.optional(),
            policies: z.array(z.object({ on_demand: z.boolean().default(false) })).default([]),
          })
          .optional(),
        cache: z.object({ capacity: z.number().optional() }).optional(),
      })
      .optional(),
  }),
});

/** Caddy's own default. */
const defaultCacheSize = 10_000;

export type CaddyFacts = {
  askUrl: URL | null;
  /** The folder of certificates; null: another storage module. */
  storageDir: string | null;
  storageModule: string;
  cacheSize: number;
};

/** What a configuration says, as `caddy adapt` prints it. @throws ZodError for JSON of another form */
export function readCaddyConfig(json: unknown): { facts: CaddyFacts; checks: EdgeCheck[] } {
  const { admin, storage, apps } = configSchema.parse(json);
  const { automation, cache } = apps.tls ?? {};
  const { on_demand: onDemand, policies = [] } = automation ?? {};
  const endpoint = onDemand?.permission?.endpoint ?? onDemand?.ask;
  const facts = {
    askUrl: endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : null,
    storageModule: storage?.module ?? "file_system",
    storageDir: (storage?.module ?? "file_system") === "file_system" ? (storage?.root ?? null) : null,
    cacheSize: cache?.capacity ?? defaultCacheSize,
  };
  return { facts, checks: [checkOnDemand(policies, onDemand?.permission, facts.askUrl), checkAdmin(admin)] };
}

function checkOnDemand(
  policies: readonly { on_demand: boolean }[],
  permission: { module: string } | undefined,
  askUrl: URL | null,
): EdgeCheck {
  if (!policies.some((policy) => policy.on_demand)) {
    return fail(
      "The configuration orders no certificates on demand.",
      "Use the Caddyfile of this repository, or add `tls { on_demand }` to the site of the customers' hostnames.",
    );
  }
  if (permission !== undefined && permission.module !== "http") {
    return warn(
      `Certificates are allowed by the permission module ${permission.module}, which cannot be checked.`,
      "The Caddyfile of this repository asks the responder.",
    );
  }
  if (askUrl === null) {
    return fail(
      "Certificates are ordered on demand without an ask URL: anybody can have them ordered for any name.",
      "Set `on_demand_tls { ask … }` to the responder, as the Caddyfile of this repository does.",
    );
  }
  return ok(`Certificates on demand, allowed by ${askUrl.origin}${askUrl.pathname}`);
}

function checkAdmin({ disabled, listen }: { disabled: boolean; listen?: string | undefined }): EdgeCheck {
  if (disabled) return ok("Caddy's admin API is off");
  if (listen?.startsWith("unix/")) return ok("Caddy's admin API is on a unix socket");
  return warn(
    `Caddy's admin API listens on ${listen ?? "localhost:2019"}: every program that reaches it can read the private keys.`,
    "Turn it off (EDGE_ADMIN is empty), or use a unix socket: docs/security.md#caddys-admin-api",
  );
}

/** Beyond the size of its memory, each handshake of another hostname reads the storage, and asks first. */
export function checkCacheSize(cacheSize: number, hosts: number): EdgeCheck {
  // Caddy reads the storage for fixed certificates too when its memory is nearly full.
  if (cacheSize === 0 || hosts <= cacheSize * 0.9) {
    return ok(
      `Caddy's memory of ${cacheSize.toLocaleString("en")} certificates is large enough for ${hosts.toLocaleString("en")} hosts`,
    );
  }
  return warn(
    `Caddy has ${cacheSize.toLocaleString("en")} certificates in memory, for ${hosts.toLocaleString("en")} hosts: the others are read from storage at each handshake.`,
    "Set apps.tls.cache.capacity in Caddy's JSON configuration: docs/self-hosting.md#check-an-edge",
  );
}
