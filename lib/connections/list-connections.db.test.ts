import { beforeAll, expect, it } from "vitest";
import { createApplication } from "@/lib/accounts/applications/create-application";
import { createKey } from "@/lib/accounts/applications/create-key";
import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { createConnections } from "@/lib/connections/create-connections";
import { listConnections } from "@/lib/connections/list-connections";
import { onBehalfOf } from "@/lib/platform/ports/context";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { service, tenant, other: otherTenant } = setUpWorld({ per: "file" });
let secondApplication: string;
let secret: string;

const route = handle(listConnectionsEndpoint, listConnections);
const first = ["shop.acme.test", "shop2.acme.test", "blog.acme.test", "bücher.acme.test"];
const second = ["shop.other.test", "a-100.other.test"];

beforeAll(async () => {
  const application = {
    name: "B",
    environment: "live" as const,
    upstream: null,
    recordTemplate: null,
    allowedOrigins: [],
  };
  secondApplication = (await createApplication(tenant.ctx, application)).id;
  const connect = (on: TestTenant, applicationId: string, batchId: string, hostnames: string[]) =>
    createConnections(on.ctx, {
      applicationId,
      batchId,
      setupType: "manual",
      items: hostnames.map((hostname) => ({ hostname })),
    });
  const { results } = await connect(tenant, tenant.applicationId, "one", first);
  await connect(tenant, secondApplication, "two", second);
  await connect(otherTenant, otherTenant.applicationId, "one", ["shop.other.test"]);
  await archiveConnection(tenant.ctx, { id: results[2]?.connection?.id ?? "" });
  const admin = onBehalfOf(service, tenant.tenantId, { kind: "admin" });
  secret = (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: ["connections:read"] })).secret;
});

it.each<[string, string, string[]]>([
  ["nothing", "", [...first, ...second]],
  ["one state", "?state=archived", ["blog.acme.test"]],
  ["several states", "?state=archived&state=pending_ownership", [...first, ...second]],
  ["a state that none is in", "?state=live", []],
  ["a prefix", "?hostname=SHOP", ["shop.acme.test", "shop2.acme.test", "shop.other.test"]],
  ["a prefix that is only inside names", "?hostname=acme", []],
  ["a prefix as people spell it", "?hostname=B%C3%BCch", ["bücher.acme.test"]],
  ["a part", "?q=2.acme", ["shop2.acme.test"]],
  ["a part as people spell it", "?q=%C3%BCcher.ac", ["bücher.acme.test"]],
  ["a part that only the other spelling has", "?q=ucher", []],
  ["a URL", "?q=https%3A%2F%2Fanna%3Apw%40Shop2.acme.test%3A8443%2Fx%3Fy", ["shop2.acme.test"]],
  ["a wildcard", "?q=*.shop2.acme.test", ["shop2.acme.test"]],
  ["the name of a record", "?q=_acme-challenge.shop2.acme.test.", ["shop2.acme.test"]],
  ["a name in a sentence", "?q=why+is+shop2.acme.test+down%3F", ["shop2.acme.test"]],
  ["a URL that is half typed", "?q=https%3A%2F%2Fshop2.ac", ["shop2.acme.test"]],
  ["a prefix with a dot at its end", "?hostname=shop.o.", []],
  ["a part with a dot at its end", "?q=shop2.", ["shop2.acme.test"]],
  ["a part whose dot is not there", "?q=sho.", []],
  ["a name with a dot at its end", "?q=shop2.acme.test.", ["shop2.acme.test"]],
  ["an email address", "?q=anna%40shop2.acme.test", ["shop2.acme.test"]],
  ["a pasted name with hidden characters", "?q=%20%E2%80%8Bshop2.acme.test%C2%A0", ["shop2.acme.test"]],
  ["a URL of an IDN in capitals", "?q=https%3A%2F%2FB%C3%9CCHER.acme.test", ["bücher.acme.test"]],
  ["a part of an IDN that is a hostname itself", "?q=%C3%BCcher.acme.test", ["bücher.acme.test"]],
  ["a prefix that is a URL", "?hostname=https%3A%2F%2Fshop2.acme.test%2F", ["shop2.acme.test"]],
  ["what is a wildcard elsewhere", "?q=%25", []],
  ["what is another wildcard", "?q=shop_.acme", []],
  ["a wildcard as prefix", "?hostname=sho_", []],
  ["a backslash", "?q=%5C", []],
  ["a batch", "?batch_id=two", second],
  [
    "everything at once",
    "?batch_id=one&state=pending_ownership&q=acme&hostname=shop",
    ["shop.acme.test", "shop2.acme.test"],
  ],
])("finds by %s what it says, of this tenant only", async (_, query, expected) => {
  const { status, json } = await callRoute(route, secret, { query });
  const found = json.data.map((item: { hostname_unicode: string }) => item.hostname_unicode);
  expect([status, found.sort()]).toEqual([200, [...expected].sort()]);
});

it("finds by the id of a connection or an application, also within a URL, and nothing by another tenant's", async () => {
  const found = async (q: string, on = tenant) =>
    (await listConnections(on.ctx, { limit: 100, q })).data.map(({ hostname }) => hostname).toSorted();
  expect(await found(`https://app.example.net/applications/${secondApplication}/keys`)).toEqual(second.toSorted());
  const [one] = (await listConnections(tenant.ctx, { limit: 1, hostname: "shop2" })).data;
  expect(await found(one?.id.toUpperCase() ?? "")).toEqual(["shop2.acme.test"]);
  for (const id of [one?.id, secondApplication]) expect(await found(id ?? "", otherTenant)).toEqual([]);
});

it("finds by application, and nothing by another tenant's", async () => {
  const { json } = await callRoute(route, secret, { query: `?application_id=${secondApplication}` });
  expect(json.data.map((item: { hostname: string }) => item.hostname).sort()).toEqual([...second].sort());
  const unknown = await callRoute(route, secret, { query: "?application_id=00000000-0000-7000-8000-000000000000" });
  expect(unknown.json).toEqual({ data: [], next_cursor: null });
});

it.each([
  ["?state=lively", "state.0"],
  ["?limit=101", "limit"],
  ["?limit=0", "limit"],
  ["?cursor=nonsense", "cursor"],
  ["?colour=red", "colour"],
])("refuses %s and names the field", async (query, param) => {
  const { status, json } = await callRoute(route, secret, { query });
  expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", param]);
});
