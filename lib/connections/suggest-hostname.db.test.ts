import fc from "fast-check";
import { expect, it } from "vitest";
import { createConnection } from "@/lib/connections/create-connection";
import { suggestHostname } from "@/lib/connections/suggest-hostname";
import { createTestTenant } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, service, tenant } = setUpWorld({ per: "file", policy: { sandbox: true } });

async function called(name: string) {
  const fresh = await createTestTenant(service);
  await database.prisma.tenant.update({ where: { id: fresh.tenantId }, data: { name } });
  return fresh;
}

it("the suggestion is made of the company's name, and can be connected, whatever the name", async () => {
  const name = fc.oneof(
    fc.constantFrom("Glow Studio", "Müller & Söhne GmbH", "株式会社", "---", "Acme", "a".repeat(120), "xn--x"),
    fc.string({ minLength: 1, maxLength: 120 }).map((text) => text.replaceAll("\0", "x")),
  );
  await fc.assert(
    fc.asyncProperty(name, async (company) => {
      const { ctx, applicationId } = await called(company);
      const hostname = await suggestHostname(ctx);
      expect(hostname).toMatch(/^shop\d*\.[a-z0-9-]+\.test$/);
      expect(hostname).not.toBe("shop.acme.test");
      const connected = await createConnection(ctx, { applicationId, hostname: hostname ?? "", setupType: "manual" });
      expect(connected.hostname).toBe(hostname);
      // It is held now: the next suggestion is another one.
      expect(await suggestHostname(ctx)).not.toBe(hostname);
    }),
    { numRuns: 6 },
  );
});

it("companies of the same name get different hostnames, before either of them connects one", async () => {
  const alike = await Promise.all([called("Nova Shoes"), called("nova shoes!"), called("Nova—Shoes")]);
  const names = await Promise.all(alike.map(({ ctx }) => suggestHostname(ctx)));
  expect(new Set(names).size).toBe(3);
  expect([...names].sort()).toEqual(["shop.nova-shoes.test", "shop2.nova-shoes.test", "shop3.nova-shoes.test"]);
});

it("a hostname that another account has taken is not suggested", async () => {
  const { ctx } = await called("Held Goods");
  await createConnection(tenant.ctx, {
    ...{ applicationId: tenant.applicationId, hostname: "shop.held-goods.test", setupType: "manual" },
  });
  expect(await suggestHostname(ctx)).toBe("shop2.held-goods.test");
});

it("outside of the sandbox nothing is suggested", async () => {
  const { ctx } = await called("Glow");
  expect(await suggestHostname({ ...ctx, policy: { ...ctx.policy, sandbox: false } })).toBeNull();
});
