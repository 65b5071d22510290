import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { widgetThemeSchema } from "@/lib/accounts/applications/schema";
import { routes } from "@/lib/api/routes";
import { scopes } from "@/lib/kernel/scopes";
import { onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, tenant } = setUpWorld({ per: "file" });
let key: string;

beforeAll(async () => {
  const admin = onBehalfOf(tenant.ctx, tenant.tenantId, { kind: "admin" });
  key = (await createKey(admin, { id: tenant.applicationId, name: "k", scopes: [...scopes] })).secret;
});

const defaults = {
  color_scheme: "auto",
  accent: null,
  accent_dark: null,
  radius: "medium",
  font: "system",
  density: "comfortable",
  show_logo: true,
};

const patch = (body: unknown) =>
  callRoute(routes.updateApplication, key, { method: "PATCH", body, params: { id: tenant.applicationId } });

const auditCount = () =>
  database.prisma.auditEntry.count({ where: { tenantId: tenant.tenantId, action: "application.updated" } });

it("has all defaults for an application that nobody has styled, and what was given at creation", async () => {
  const { json } = await callRoute(routes.getApplication, key, { params: { id: tenant.applicationId } });
  expect(json.widget).toEqual(defaults);
  const body = { name: "Styled", environment: "live", widget: { accent: "#1F4FD8", radius: "none" } };
  const made = await callRoute(routes.createApplication, key, { body });
  expect([made.status, made.json.widget]).toEqual([201, { ...defaults, accent: "#1f4fd8", radius: "none" }]);
  const read = await callRoute(routes.getApplication, key, { params: { id: made.json.id } });
  expect(read.json.widget).toEqual(made.json.widget);
});

it("is after any changes what merging them one after another gives, and each change is in the audit log once", async () => {
  const color = fc.option(fc.constantFrom("#1f4fd8", "#ff0000"));
  const change = fc.record(
    {
      color_scheme: fc.constantFrom(...widgetThemeSchema.shape.colorScheme.unwrap().options),
      accent: color,
      accent_dark: color,
      radius: fc.constantFrom(...widgetThemeSchema.shape.radius.unwrap().options),
      font: fc.constantFrom(...widgetThemeSchema.shape.font.unwrap().options),
      density: fc.constantFrom(...widgetThemeSchema.shape.density.unwrap().options),
      show_logo: fc.boolean(),
    },
    { requiredKeys: [], noNullPrototype: true },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(change, { freq: 4 }), { maxLength: 5 }), async (changes) => {
      await patch({ widget: null });
      let expected = { ...defaults } as Record<string, unknown>;
      for (const widget of changes) {
        const before = await auditCount();
        const next = widget === null ? defaults : { ...expected, ...widget };
        const { status, json } = await patch({ widget });
        expect([status, json.widget]).toEqual([200, next]);
        const isSame = JSON.stringify(Object.entries(next).sort()) === JSON.stringify(Object.entries(expected).sort());
        expect((await auditCount()) - before).toBe(isSame ? 0 : 1);
        expected = next;
      }
      const { json } = await patch({ name: "Renamed" });
      expect(json.widget).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

it("says in the audit log what it was and what it is", async () => {
  await patch({ widget: null });
  await patch({ widget: { accent: "#123456" } });
  const entry = await database.prisma.auditEntry.findFirstOrThrow({
    where: { tenantId: tenant.tenantId, action: "application.updated" },
    orderBy: { id: "desc" },
  });
  expect(entry.data).toMatchObject({ changes: { widget: { from: { accent: null }, to: { accent: "#123456" } } } });
});

it.each([
  ["a field that does not exist", { colour: "#123456" }, "widget.colour"],
  ["a color by name", { accent: "red" }, "widget.accent"],
  ["CSS in a color", { accent: "#12345;}" }, "widget.accent"],
  ["an unknown radius", { radius: "huge" }, "widget.radius"],
  ["a list", [], "widget"],
])("refuses %s, and changes nothing", async (_, widget, param) => {
  const before = await patch({});
  const { status, json } = await patch({ widget });
  expect([status, json.error.code, json.error.param]).toEqual([400, "invalid", param]);
  expect((await patch({})).json.widget).toEqual(before.json.widget);
});
