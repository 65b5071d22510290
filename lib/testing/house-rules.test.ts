import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

// Who may import whom, and who may write what. A linter's overrides replace each other where zones overlap; these do not.
const root = join(import.meta.dirname, "../..");
const sources = ["app", "components", "lib"].flatMap(listSources).concat("server.ts");

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
    why: "components know the API client, schemas, the machine and catalogs: nothing of the server",
    in: /^components\//,
    mayNotImport:
      /^@\/lib\/(db|jobs|worker|auth|edge|dns|billing|outbound|net)\/|^@\/lib\/(create-context|env)$|^node:/,
  },
  data: {
    why: "schemas, the machine, policies and catalogs are data: they import zod and each other",
    in: /^lib\/(?!api\/)[^/]+\/(schema|machine|catalog|plans)\.ts$/,
    mayNotImport:
      /^(?!zod$|@\/lib\/(context|scopes|db\/pagination)$|@\/lib\/\w+\/(schema|machine|policy|catalog|plans|roles|evidence|finding)$)/,
  },
  dns: {
    why: "the DNS room knows nothing of the rest: its options are arguments",
    in: /^lib\/dns\//,
    mayNotImport: /^@\/lib\/(?!dns\/|net\/)/,
  },
  verbs: {
    why: "verbs use the ports of their context, and know no transport",
    in: /^lib\/(applications|audit|billing|changes|connections|diagnosis|domains|events|providers|quotas|stats|support|tenants|tokens|users|webhooks)\//,
    mayNotImport: /^@\/lib\/(create-context|env)$|^@\/lib\/(api|worker|testing)\//,
  },
  outbound: {
    why: "a URL that a tenant can set goes through ctx.outbound; besides, only the edge's probes and our own doors speak HTTP",
    in: /^lib\/(?!outbound\/|edge\/|testing\/|sandbox\/|api\/answer-request\.ts)/,
    mayNotImport: /^(undici|(node:)?https?)$/,
  },
  pages: {
    why: "a page asks for the runtime by pageRuntime, once there is a request: next build must open no database",
    in: /^app\/.*\/(page|layout)\.tsx$|^app\/(page|layout)\.tsx$/,
    mayNotImport: /^@\/lib\/create-context$/,
  },
  testing: {
    why: "what is for tests stays in tests",
    in: /^(lib\/(?!testing\/)|app\/|components\/|server\.ts)/,
    mayNotImport: /^@\/(lib\/testing|e2e)\//,
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

/** The rooms that may write each table. */
const writers: Record<string, string[]> = {
  tenants: ["tenants", "quotas", "billing", "sandbox"],
  users: ["tenants", "users", "auth", "sandbox"],
  memberships: ["tenants", "sandbox"],
  invitations: ["tenants"],
  user_sessions: ["auth"],
  oauth_accounts: ["auth"],
  mail_tokens: ["auth"],
  rate_limits: ["auth"],
  sandbox_mails: ["mail"],
  applications: ["applications", "sandbox"],
  api_keys: ["applications", "auth", "sandbox"],
  connections: ["connections", "events"],
  hostname_claims: ["connections"],
  events: ["events"],
  jobs: ["jobs"],
  ask_decisions: ["edge"],
  audit_entries: ["audit"],
  idempotency_keys: ["api"],
  usage_counters: ["quotas"],
  state_counts: ["stats"],
  subscriptions: ["billing"],
  webhook_endpoints: ["webhooks"],
  webhook_deliveries: ["webhooks"],
  webhook_attempts: ["webhooks"],
  diagnosis_snapshots: ["diagnosis"],
  share_links: ["diagnosis"],
  support_notes: ["support"],
  worker_heartbeats: ["worker"],
  sandbox_records: ["sandbox"],
};

it("the README says of each room what is in it", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const rooms = readdirSync(join(root, "lib"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of rooms) expect(readme).toMatch(new RegExp(`^\\| .*\`lib/${name}\`.* \\|`, "m"));
});

it("each table is written by the rooms that own it, and by no other", () => {
  const broken = sources.flatMap((file) => {
    const room = file.split("/")[1] ?? "";
    return [...tablesWrittenBy(file)]
      .filter((table) => !(writers[table] ?? []).includes(room))
      .map((table) => `${file} writes ${table}`);
  });
  expect(broken).toEqual([]);
});

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|spec)\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("lib/db/generated") && !file.startsWith("lib/testing"));
}

function importsOf(file: string): string[] {
  // Samples of code stand in template literals; our own imports stand at the beginning of a line, or are dynamic.
  const text = read(file).replace(/`(?:[^`\\]|\\.)*`/g, "``");
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name ?? "");
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
