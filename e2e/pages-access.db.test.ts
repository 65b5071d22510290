import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { QueryClient } from "@tanstack/react-query";
import { Children, isValidElement, type ReactElement, type ReactNode } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type Prefetch, Prefetched } from "@/app/prefetch";
import { Hydrate } from "@/components/queries/hydrate";
import { NotAllowed } from "@/components/session/not-allowed";
import { exampleInput } from "@/e2e/contract/call-endpoint";
import { createFixture, type Fixture } from "@/e2e/contract/fixture";
import { type Endpoint, pathParameters } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { endpointOf } from "@/lib/api/endpoints/registry";
import { handle } from "@/lib/api/handle";
import { createWorld, testAppUrl } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpDatabase } from "@/lib/runtime/testing/set-up-database";

// A page shows to each visitor what its endpoints answer to them: generated from the pages themselves.
const visitor = vi.hoisted(() => ({ headers: {} as Record<string, string> }));
vi.mock("next/headers", () => ({ headers: async () => new Headers(visitor.headers) }));
vi.mock("next/server", () => ({ connection: async () => undefined }));

const root = join(import.meta.dirname, "..");

type Outcome = "shown" | "not allowed" | "not found" | "sign in";
type Page = (props: object) => Promise<ReactNode>;
type PrefetchedProps = Parameters<typeof Prefetched>[0];

const people = ["owner", "admin", "member", "viewing staff", "nobody"] as const;
const pages = [...listPages("app/(dashboard)"), ...listPages("app/(support)")];
/** Those that show only what every visitor of theirs may see. */
const withoutQueries = [
  "app/(dashboard)/layout.tsx",
  "app/(dashboard)/sandbox/page.tsx",
  "app/(dashboard)/sandbox/widget/page.tsx",
  "app/(dashboard)/settings/page.tsx",
  "app/(support)/layout.tsx",
];

const database = setUpDatabase();
let ours: Fixture;
let headersOf: Record<(typeof people)[number], Record<string, string>>;

beforeAll(async () => {
  const { service } = createWorld(database);
  const env = { appUrl: testAppUrl, trustedProxies: 1, sandbox: true, worker: {}, edge: {}, dns: {} };
  installTestRuntime(service, { parts: { env: env as never } });
  ours = await createFixture(service);
  const admin = await createTestUser(service, { tenantId: ours.ctx.tenantId, role: "admin" });
  headersOf = {
    owner: ours.owner.headers,
    admin: await signedInHeaders(service, admin.userId),
    member: ours.member.headers,
    "viewing staff": (await ours.viewer()).headers,
    nobody: {},
  };
});

it("finds the queries of every page but those that have none", async () => {
  const without = await Promise.all(pages.map(async (file) => ((await queriesOf(file)).length === 0 ? [file] : [])));
  expect(without.flat().sort()).toEqual(withoutQueries);
});

describe.each(pages.filter((file) => !withoutQueries.includes(file)))("%s", (file) => {
  it.each(people)("shows to the %s what the endpoints answer to them", async (person) => {
    const queries = await queriesOf(file);
    const answers = await Promise.all(queries.map(({ query }) => endpointOutcome(endpointOf(query.call), person)));
    const refusals = answers.filter((answer) => answer !== "shown");
    expect(await pageOutcome(file, person)).toBe(refusals[0] ?? "shown");
  });

  it("answers each query with the verb of its endpoint, under the query's own key", async () => {
    visitor.headers = headersOf[file.startsWith("app/(support)") ? "viewing staff" : "owner"];
    for (const { props } of findPrefetched(await renderPage(file))) {
      const shown = (await Prefetched(props)) as ReactElement<{ client: QueryClient }>;
      for (const { query, verb } of queriesIn(props)) {
        expect(verb.name).toBe(query.call.id);
        expect(shown.props.client.getQueryState(query.queryKey)).toMatchObject({ status: "success", error: null });
      }
    }
  });
});

it("refuses a member some pages, so that the comparison compares something", async () => {
  const outcomes = await Promise.all(pages.map((file) => pageOutcome(file, "member")));
  expect(new Set(outcomes)).toEqual(new Set(["shown", "not allowed", "not found"]));
});

async function endpointOutcome(endpoint: Endpoint, person: (typeof people)[number]): Promise<Outcome> {
  const input = exampleInput(endpoint, ours.ids);
  const params = Object.fromEntries(pathParameters(endpoint).map((name) => [name, String(input[name])]));
  const query = new URLSearchParams(
    Object.entries(input).flatMap(([name, value]) =>
      name in params ? [] : [value].flat().map((item) => [name, String(item)]),
    ),
  );
  const route = handle(endpoint, async () => endpoint.example.output);
  const { status, json } = await callRoute(route, null, { headers: headersOf[person], params, query: `?${query}` });
  if (status === endpoint.status) return "shown";
  if (status === 403) return "not allowed";
  // Pages of staff do not exist for anyone else, signed in or not.
  if (status === 404 || (status === 401 && endpoint.caller === "staff")) return "not found";
  if (status === 401) return "sign in";
  throw new Error(JSON.stringify(json));
}

async function pageOutcome(file: string, person: (typeof people)[number]): Promise<Outcome> {
  visitor.headers = headersOf[person];
  try {
    const [element] = findPrefetched(await renderPage(file));
    if (!element) return "shown";
    const shown = await Prefetched(element.props);
    if (!isValidElement(shown)) throw new Error("a page shows an element");
    if (shown.type === NotAllowed) return "not allowed";
    expect(shown.type).toBe(Hydrate);
    return "shown";
  } catch (error) {
    const { digest } = error as { digest?: string };
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;404") return "not found";
    if (digest?.startsWith("NEXT_REDIRECT;") && digest.includes(";/sign-in")) return "sign in";
    throw error;
  }
}

/** What the page hands to prefetch, for somebody to whom it is shown. */
async function queriesOf(file: string): Promise<Prefetch[]> {
  visitor.headers = headersOf[file.startsWith("app/(support)") ? "viewing staff" : "owner"];
  return findPrefetched(await renderPage(file)).flatMap(({ props }) => queriesIn(props));
}

function queriesIn({ first, queries }: PrefetchedProps): Prefetch[] {
  return first ? [first, ...queries] : [...queries];
}

async function renderPage(file: string): Promise<ReactNode> {
  const { default: page } = (await import(join(root, file))) as { default: Page };
  return page({ params: Promise.resolve(paramsOf(file)), searchParams: Promise.resolve({}), children: null });
}

function findPrefetched(node: ReactNode): ReactElement<PrefetchedProps>[] {
  return Children.toArray(node).flatMap((child) => {
    if (!isValidElement<PrefetchedProps>(child)) return [];
    return child.type === Prefetched ? [child] : findPrefetched(child.props.children as ReactNode);
  });
}

function paramsOf(file: string): Record<string, string> {
  const [, folder = ""] = /(\w+)\/\[id\]/.exec(file) ?? [];
  const kinds: Record<string, string> = {
    applications: exampleIds.application,
    connections: exampleIds.connection,
    webhooks: exampleIds.webhookEndpoint,
    deliveries: exampleIds.webhookDelivery,
    tenants: exampleIds.tenant,
  };
  return { id: ours.ids.get(kinds[folder] ?? "") ?? "", by: "finding", code: "txt-missing" };
}

function listPages(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)(page|layout)\.tsx$/.test(file))
    .map((file) => `${folder}/${file}`);
}
