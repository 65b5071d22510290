import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { callEndpoint, exampleInput } from "@/e2e/contract/call-endpoint";
import { createKey } from "@/lib/accounts/applications/create-key";
import { updateBranding } from "@/lib/accounts/branding/update-branding";
import { type Endpoint, pathParameters } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { endpoints } from "@/lib/api/endpoints/registry";
import { routes } from "@/lib/api/routes";
import { createConnection } from "@/lib/connections/create-connection";
import { languages } from "@/lib/kernel/languages";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { world, tenant } = setUpWorld({ per: "file" });
let key: string;
let names = 0;

beforeAll(async () => {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  key = (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] })).secret;
});

async function tokenFor(domain?: string): Promise<string> {
  const body = { application_id: tenant.applicationId, ...(domain ? { domain } : {}) };
  return (await callRoute(routes.createToken, key, { body })).json.auth_token;
}

describe("GET /v1/widget", () => {
  it("says what the token is for and how the widget looks, with the brand, in its current form", async () => {
    const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
    await updateBranding(admin, { displayName: "Example Shops", color: "#1f4fd8" });
    const token = await tokenFor("Shop.Acme.test");
    const body = { widget: { radius: "large" }, name: "Shop" };
    await callRoute(routes.updateApplication, key, { method: "PATCH", body, params: { id: tenant.applicationId } });
    const { status, json } = await callRoute(routes.getWidget, token);
    expect([status, json]).toEqual([
      200,
      {
        application_id: tenant.applicationId,
        application_name: "Shop",
        environment: "live",
        hostname: "shop.acme.test",
        brand: expect.objectContaining({ name: "Example Shops", color: "#1f4fd8" }),
        theme: expect.objectContaining({ radius: "large", color_scheme: "auto", accent: null }),
        languages: [...languages],
        expires_at: (await world.service.tokens.verify(token, world.service.now())).expiresAt.toISOString(),
      },
    ]);
    expect((await callRoute(routes.getWidget, await tokenFor())).json.hostname).toBeNull();
  });

  it("is for tokens alone: a key and a person are refused, and the text says where they read the same", async () => {
    const { userId } = await createTestUser(world.service, { tenantId: tenant.tenantId, role: "owner" });
    const headers = await signedInHeaders(world.service, userId);
    for (const answer of [
      await callRoute(routes.getWidget, key),
      await callRoute(routes.getWidget, null, { headers }),
    ]) {
      expect([answer.status, answer.json.error.code]).toEqual([403, "forbidden"]);
      expect(answer.json.error.message).toContain("GET /v1/applications/{id}");
    }
  });
});

const widgetEndpoints = endpoints.filter(({ widget }) => widget);

/** The input of the endpoint's example, about another connection. */
function inputAbout(endpoint: Endpoint, connectionId: string, hostname: string): Record<string, unknown> {
  const ids = new Map([
    [exampleIds.application as string, tenant.applicationId],
    [exampleIds.connection as string, connectionId],
    ["shop.example.com", hostname],
  ]);
  return { ...exampleInput(endpoint, ids), ...(endpoint.id === "listConnections" ? { hostname, state: [] } : {}) };
}

describe.each(widgetEndpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  "a token for a hostname at %s",
  (_name, endpoint) => {
    it("reaches no other hostname: not below, above or beside its own, nor spelled alike", async () => {
      const own = `own${++names}.acme.test`;
      const others = [`www.${own}`, "acme.test", `x${own}`, `${own}.acme.test`, own.replace("own", "öwn")];
      const token = await tokenFor(own);
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...others), fc.boolean(), async (hostname, isUpper) => {
          const given = isUpper ? hostname.toUpperCase() : hostname;
          const { id } = await heldConnection(hostname);
          const { status, json } = await callEndpoint(endpoint, inputAbout(endpoint, id, given), { secret: token });
          if (pathParameters(endpoint).length > 0) expect([status, json.error?.code]).toEqual([404, "not_found"]);
          else if (endpoint.method !== "GET") expect([status, json.error?.code]).toEqual([403, "forbidden"]);
          else {
            expect(status).toBe(200);
            expect(JSON.stringify(json)).not.toContain(id);
          }
        }),
        { numRuns: 10 },
      );
    });
  },
);

const held = new Map<string, Promise<{ id: string }>>();

/** The tenant's connection for a hostname, made at its first use. */
function heldConnection(hostname: string): Promise<{ id: string }> {
  const input = { applicationId: tenant.applicationId, hostname, setupType: "manual" as const };
  const found = held.get(hostname) ?? createConnection(tenant.ctx, input);
  held.set(hostname, found);
  return found;
}
