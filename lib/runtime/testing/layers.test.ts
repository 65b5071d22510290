import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

// Who may import whom, and who may write what. A type import counts like any other.
const root = join(import.meta.dirname, "../../..");
const sources = ["app", "components", "lib", "widget"].flatMap(listSources).concat("server.ts");

/**
 * The modules of a tree, lowest first: a module imports those above it in this list, and no others. A module is a folder's
 * own files; the folders below it are modules of their own.
 */
const layers: Record<string, readonly string[]> = {
  lib: [
    "kernel",
    "db",
    "dns",
    "dns/providers",
    "dns/records",
    "dns/zones",
    "dns/email",
    "platform/crypto",
    "platform/outbound",
    "dns/adapters",
    "dns/adapters/contract",
    "dns/sandbox",
    "dns/domain-connect",
    "platform/ports",
    "platform/jobs",
    "platform/changes",
    "platform/events",
    "platform/audit",
    "platform/idempotency",
    "platform/mail",
    "edge/protocol",
    "edge/assertion",
    "edge",
    "edge/guardian",
    "edge/issuance",
    "edge/responder",
    "edge/control-plane",
    "accounts/quotas",
    "accounts/auth",
    "accounts/applications",
    "accounts/credentials",
    "accounts/domain-connect",
    "accounts/billing",
    "accounts/branding",
    "accounts/tokens",
    "accounts/tenants",
    "accounts/users",
    "connections",
    "connections/writing",
    "connections/email",
    "connections/stats",
    "connections/domains",
    "connections/domain-connect",
    "webhooks",
    "webhooks/endpoints",
    "webhooks/partitions",
    "webhooks/deliveries",
    "diagnosis/evidence",
    "diagnosis/findings",
    "diagnosis/instructions/languages",
    "diagnosis/instructions",
    "diagnosis",
    "diagnosis/setup",
    "support",
    "api/endpoints",
    "api/calls",
    "api/hosted",
    "api",
    "runtime/tracing",
    "runtime/worker",
    "runtime/sandbox",
    "runtime/supervisor",
    "runtime/backup",
    "runtime",
  ],
  widget: ["flow", "flow/testing", "texts", "view", "skins", "package"],
  components: [
    "ui",
    "session",
    "sandbox",
    "connection-facts",
    "queries",
    "sandbox/widget",
    "auth",
    "shell",
    "applications",
    "credentials",
    "team",
    "settings",
    "audit",
    "branding",
    "applications/widget",
    "usage",
    "webhooks",
    "docs",
    "diagnosis",
    "connections/writing",
    "connections/domain-connect",
    "connections",
    "connections/add",
    "connections/import",
    "connections/table",
    "connections/email",
    "overview",
    "support",
  ],
};

const maxFolders = 12;

const imports = new Map(sources.map((file) => [file, importsOf(file)]));

describe.each(Object.entries(layers))("%s", (tree, order) => {
  it("each module is in the table, and imports lower ones alone", () => {
    const broken = sources.flatMap((file) => {
      const from = moduleOf(file, tree);
      if (from === null) return [];
      if (!order.includes(from)) return [`${file} is in a module without a layer`];
      return (imports.get(file) ?? []).flatMap((name) => {
        const to = name.startsWith("@/") ? moduleOf(name.slice(2), tree) : null;
        return to !== null && order.indexOf(to) > order.indexOf(from) ? [`${file} imports ${name}`] : [];
      });
    });
    expect(broken).toEqual([]);
  });

  it("no layer of the table is empty", () => {
    const modules = new Set(sources.map((file) => moduleOf(file, tree)));
    expect(order.filter((name) => !modules.has(name))).toEqual([]);
  });
});

it("no files import each other in a circle", () => {
  expect(findCycle()).toBeNull();
});

it("lib's first level can be taken in at a glance, and the README says what is in each folder", () => {
  const readme = read("README.md");
  const folders = readdirSync(join(root, "lib"), { withFileTypes: true }).map(({ name }) => name);
  expect(folders.length).toBeLessThanOrEqual(maxFolders);
  for (const name of folders) expect(readme).toMatch(new RegExp(`^\\| .*\`lib/${name}\`.* \\|`, "m"));
});

/** Module variables that may change, with the reason. Everything else that a process remembers hangs on its runtime. */
const moduleState: Record<string, string> = {
  "lib/api/verify-assertion.ts sources":
    "public keys by URL, at most 16, in the process of an integrator: one call must find those of the one before",
  "lib/api/security-headers.ts ofData":
    "a cache of a pure function, of two rows at most for each policy without a nonce",
  "lib/kernel/wire.ts snakes": "a bounded cache of a pure function",
  "lib/edge/managed-process.ts living": "child processes to kill when this process exits, whatever its runtime does",
};

it("no module of lib has state of its own, besides the named ones", () => {
  const stateful = sources
    .filter((file) => file.startsWith("lib/"))
    .flatMap((file) => mutableVariablesOf(file).map((name) => `${file} ${name}`));
  expect(stateful.sort()).toEqual(Object.keys(moduleState).sort());
});

/** Module-level `let`, and module-level collections that the file itself changes. */
function mutableVariablesOf(file: string): string[] {
  const text = read(file);
  const variables = [...text.matchAll(/^(?:export )?let (\w+)/gm)].map(([, name]) => name ?? "");
  const collections = [...text.matchAll(/^(?:export )?const (\w+)\b[^\n]*?= new (?:Weak)?(?:Map|Set|LRUCache)\b/gm)]
    .map(([, name]) => name ?? "")
    .filter((name) => new RegExp(`\\b${name}\\.(set|add|delete|clear)\\(`).test(text));
  return [...variables, ...collections];
}

type Zone = {
  why: string;
  in: RegExp;
  /** Module names as they are imported, `@/` for the root. */
  mayNotImport: RegExp;
};

const zones: Record<string, Zone> = {
  lib: {
    why: "lib knows neither Next nor React nor the pages",
    in: /^lib\//,
    mayNotImport: /^(next|react|react-dom)(\/|$)|^@\/(app|components)\//,
  },
  components: {
    why: "components know the API client, the types of schemas, and tables: nothing of the server",
    in: /^components\//,
    mayNotImport:
      /^@\/lib\/(db|edge|runtime|accounts\/auth|platform\/(crypto|outbound|ports|jobs|idempotency|mail))\/|^@\/lib\/kernel\/(env|log|metrics|process-singleton|on-shutdown)$|^node:/,
  },
  data: {
    why: "schemas, tables and policies are data: they import zod and each other",
    in: /^lib\/(?!api\/).+\/(schema|machine|signals|catalog|policy)\.ts$|^lib\/kernel\/(plans|roles|scopes)\.ts$/,
    mayNotImport:
      /^(?!zod$|@\/lib\/(db\/pagination|kernel\/(plans|roles|scopes|errors|iso-date|languages|one-line))$|@\/lib\/.+\/(schema|machine|signals|policy|catalog)$)/,
  },
  widget: {
    why: "the widget runs in pages of others: of lib it knows shapes and small pure files, and neither React nor a server",
    in: /^widget\/(?!package\/react\.tsx$)/,
    mayNotImport:
      /^(next|react|react-dom)(\/|$)|^node:|^@\/(app|components|e2e)\/|^@\/lib\/(?!.+\/(schema|widget-schema)$|kernel\/(languages|wire)$|dns\/(extract-hostname|hostname-refusals)$|accounts\/branding\/accent$)/,
  },
  outbound: {
    why: "a URL that a tenant can set goes through ctx.outbound; besides, only the edge's probes and our own servers speak HTTP",
    in: /^lib\/(?!platform\/outbound\/|edge\/|runtime\/sandbox\/|runtime\/worker\/serve-worker\.ts$|api\/(answer-request|assert-host|create-http-server|drain-server|serve-request|share-site)\.ts$)/,
    mayNotImport: /^(undici|(node:)?https?)$/,
  },
  lookups: {
    why: "names are looked up by lib/dns: getaddrinfo runs few look-ups at a time, reads the hosts file and cannot be cancelled",
    in: /^lib\/(?!dns\/)/,
    mayNotImport: /^(node:)?dns(\/promises)?$/,
  },
  root: {
    why: "only a process's own main opens the runtime: next build must open no database",
    in: /^(app|components)\//,
    mayNotImport: /^@\/lib\/runtime\/(create-runtime|admin|doctor|backup|restore|upgrade)$/,
  },
  testing: {
    why: "what is for tests stays in tests",
    in: /^(lib|app|components)\/|^server\.ts$/,
    mayNotImport: /^@\/(lib\/runtime\/testing|e2e)\//,
  },
};

describe.each(Object.entries(zones))("%s", (_name, zone) => {
  it(zone.why, () => {
    const inside = sources.filter((file) => zone.in.test(file));
    expect(inside.length).toBeGreaterThan(0);
    const broken = inside.flatMap((file) =>
      importsOf(file)
        .filter((name) => zone.mayNotImport.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(broken).toEqual([]);
  });
});

/** What a page's first visit must not load: validation, the endpoints with their examples, and the Public Suffix List. */
const laterOnly = /^(zod|tldts|papaparse)$|^lib\/api\/endpoints\/|\/schema\.ts$/;

/** Rendered on the server, and never in a browser. */
const serverComponents = /^components\/docs\//;

it("a page's components load schemas and endpoints later, with import(), or as types alone", () => {
  const pages = sources.filter((file) => file.startsWith("app/"));
  const shown = new Set(pages.flatMap(valueImportsOf).filter((file) => file.startsWith("components/")));
  expect(shown.size).toBeGreaterThan(50);
  expect(
    pathsTo(
      laterOnly,
      [...shown].filter((file) => !serverComponents.test(file)),
    ),
  ).toEqual([]);
});

/** A shortest chain of imports to each forbidden module, from one of `files`. */
function pathsTo(forbidden: RegExp, files: readonly string[]): string[] {
  const seen = new Set(files);
  const found: string[] = [];
  for (const paths = files.map((file) => [file]); paths.length > 0; ) {
    const path = paths.shift() ?? [];
    for (const name of valueImportsOf(path.at(-1) ?? "").filter((one) => !seen.has(one))) {
      seen.add(name);
      if (forbidden.test(name)) found.push([...path, name].join(" -> "));
      else paths.push([...path, name]);
    }
  }
  return found;
}

/** What a file needs when it is loaded, as files, or as the names of packages: neither types nor `import()`. */
function valueImportsOf(file: string): string[] {
  const text = imports.has(file) ? withoutSamples(read(file)) : "";
  return [...text.matchAll(/^(?:import|export)\b([^;"]*?)(?:\bfrom\s*)?"([^"]+)";/gm)].flatMap(
    ([, names = "", name = ""]) => {
      const listed = /^\s*\{([^}]*)\}\s*$/
        .exec(names)?.[1]
        ?.split(",")
        .filter((one) => one.trim() !== "");
      const isType = /^\s*type\b/.test(names) || (listed?.every((one) => /^\s*type\s/.test(one)) ?? false);
      return isType ? [] : [fileOf(name) ?? name];
    },
  );
}

/** The modules that may write each table. */
const writers: Record<string, string[]> = {
  tenants: ["accounts/tenants", "accounts/quotas", "accounts/billing"],
  users: ["accounts/tenants", "accounts/users", "accounts/auth"],
  memberships: ["accounts/tenants", "accounts/users"],
  invitations: ["accounts/tenants", "accounts/users"],
  user_sessions: ["accounts/auth"],
  saved_views: ["accounts/users"],
  oauth_accounts: ["accounts/users"],
  mail_tokens: ["accounts/auth"],
  rate_limits: ["accounts/auth"],
  sandbox_mails: ["platform/mail"],
  applications: ["accounts/applications"],
  brands: ["accounts/branding"],
  brand_logos: ["accounts/branding"],
  domain_connect_settings: ["accounts/domain-connect"],
  domain_connect_keys: ["accounts/domain-connect", "accounts/applications"],
  domain_connect_flows: ["connections/domain-connect"],
  api_keys: ["accounts/applications", "api"],
  dns_credentials: ["accounts/credentials", "accounts/applications"],
  dns_credential_zones: ["accounts/credentials", "accounts/applications"],
  connections: ["connections", "connections/writing", "platform/events"],
  connection_counts: ["connections"],
  connection_writings: ["connections", "connections/writing"],
  written_records: ["connections/writing"],
  change_plans: ["connections/writing"],
  zone_leases: ["connections/writing"],
  hostname_claims: ["connections"],
  hostname_contests: ["connections"],
  ca_buckets: ["edge/issuance"],
  issuance_turns: ["connections"],
  events: ["platform/events"],
  jobs: ["platform/jobs"],
  ask_decisions: ["edge/control-plane"],
  edge_changes: ["edge/control-plane"],
  edges: ["edge/control-plane"],
  edge_stops: ["edge/control-plane"],
  connection_stops: ["connections"],
  ask_minutes: ["edge/control-plane"],
  audit_entries: ["platform/audit"],
  idempotency_keys: ["platform/idempotency"],
  idempotency_usage: ["platform/idempotency"],
  usage_counters: ["accounts/quotas"],
  state_counts: ["connections/stats"],
  subscriptions: ["accounts/billing"],
  webhook_endpoints: ["webhooks/endpoints", "webhooks/deliveries"],
  webhook_deliveries: ["webhooks/endpoints", "webhooks/partitions", "webhooks/deliveries", "platform/events"],
  webhook_attempts: ["webhooks/partitions", "webhooks/deliveries"],
  diagnosis_snapshots: ["diagnosis"],
  share_links: ["diagnosis"],
  mail_suppressions: ["diagnosis"],
  support_notes: ["support"],
  support_assignments: ["support"],
  worker_heartbeats: ["runtime/worker"],
  sandbox_records: ["runtime/sandbox"],
};

it("each table is written by the modules that own it, and by no other", () => {
  const broken = sources.flatMap((file) =>
    [...tablesWrittenBy(file)]
      .filter((table) => !(writers[table] ?? []).includes(moduleOf(file, "lib") ?? ""))
      .map((table) => `${file} writes ${table}`),
  );
  expect(broken).toEqual([]);
});

it("a connection's state is written where connections are inserted and moved, and nowhere else", () => {
  const write =
    /\.connection\.(?:create|update|upsert)\w*\(\{(?:(?!\}\);)[\s\S])*\bdata: \{[^}]*\bstate\b|INSERT INTO connections \([^)]*\bstate\b|UPDATE connections\b(?:(?!WHERE)[^`])*\bstate = /;
  expect(sources.filter((file) => write.test(read(file)))).toEqual([
    "lib/connections/insert-connections.ts",
    "lib/connections/transition.ts",
  ]);
});

/** The module of a file or of an import's name below `tree`, or null where it is outside of it. */
function moduleOf(file: string, tree: string): string | null {
  if (!file.startsWith(`${tree}/`) || file.startsWith("lib/db/generated/")) return null;
  return dirname(file).slice(tree.length + 1);
}

/** The files of one circle of imports, or null. */
function findCycle(): string[] | null {
  const done = new Set<string>();
  function visit(file: string, path: string[]): string[] | null {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const name of imports.get(file) ?? []) {
      const next = fileOf(name);
      const cycle = next && visit(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  }
  for (const file of sources) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return null;
}

function fileOf(name: string): string | undefined {
  const path = name.startsWith("@/") ? name.slice(2) : null;
  return path === null ? undefined : [`${path}.ts`, `${path}.tsx`].find((file) => imports.has(file));
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|spec)\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("lib/db/generated/") && !file.startsWith("lib/runtime/testing/"));
}

function importsOf(file: string): string[] {
  const text = withoutSamples(read(file));
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name ?? "");
}

/** Code samples are in template literals; our own imports start a line, or are dynamic. */
function withoutSamples(text: string): string {
  return text.replace(/`(?:[^`\\]|\\.)*`/g, "``");
}

function tablesWrittenBy(file: string): Set<string> {
  const text = read(file);
  const byClient = [...text.matchAll(/\b(?:tx|prisma|client)\.(\w+)\.(?:create|update|upsert|delete)\w*\(/g)];
  const bySql = [...text.matchAll(/\b(?:INSERT INTO|DELETE FROM|UPDATE) "?([a-z_]+)"?[\s(]/g)];
  return new Set([
    ...byClient.map(([, model]) => tableOf.get(model ?? "") ?? `the unknown model ${model}`),
    ...bySql.map(([, table]) => table ?? "").filter((table) => table in writers),
  ]);
}

/** Table by model, as the schema maps them. */
const tableOf = new Map(
  [...read("prisma/schema.prisma").matchAll(/^model (\w+) \{[\s\S]*?@@map\("(\w+)"\)/gm)].map(([, model, table]) => [
    `${model?.[0]?.toLowerCase()}${model?.slice(1)}`,
    table ?? "",
  ]),
);

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
