import { describe, expect, it } from "vitest";
import { createKey } from "@/lib/accounts/applications/create-key";
import { verifyConnectionEndpoint } from "@/lib/api/endpoints/connections";
import { handle } from "@/lib/api/handle";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { checkRecordsNow } from "@/lib/connections/check-records-now";
import { createConnection } from "@/lib/connections/create-connection";
import { checkDomain } from "@/lib/connections/domains/check-domain";
import { verifyConnection } from "@/lib/diagnosis/verify-connection";
import { verifyConnections } from "@/lib/diagnosis/verify-connections";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";
import { callRoute } from "@/lib/runtime/testing/runtime";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant, other } = setUpWorld();
let names = 0;

async function connect(on = tenant) {
  names += 1;
  const input = { applicationId: on.applicationId, hostname: `n${names}.limits.test`, setupType: "manual" as const };
  return createConnection(on.ctx, input);
}

const stored = (id: string) => database.prisma.connection.findUniqueOrThrow({ where: { id } });

/** The same context whose resolver has no free slot, and how often it was asked. */
function overloaded(ctx: Context, reason: "overload" | "timeout" = "overload") {
  let asked = 0;
  const resolver: DnsResolver = {
    async ask(name, type): Promise<AuthoritativeAnswer> {
      asked += 1;
      const server = { server: "ns1.provider.test", address: "192.0.2.1", name, type, records: [], rttMs: 0 };
      const servers = [
        { ...server, kind: "unreachable" as const, reason, transport: "udp" as const, authoritative: false },
      ];
      return { name, type, zone: "test", delegation: { kind: "ok" }, servers };
    },
  };
  return { ctx: { ...ctx, resolver }, asked: () => asked };
}

describe("a check that got no slot", () => {
  it("stores and decides nothing, even where time would move the connection on, and is made again soon", async () => {
    const connection = await connect();
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    const before = await stored(connection.id);
    world.advance(40 * 86_400_000);
    const { ctx } = overloaded(tenant.ctx);
    const { state, runAgainAt } = await checkOwnership(ctx, { connectionId: connection.id });
    expect([state, await stored(connection.id)]).toEqual([before.state, before]);
    expect(runAgainAt?.getTime()).toBe(ctx.now().getTime() + 15_000);
    // Silence is an observation: then the time counts.
    const silent = await checkOwnership(overloaded(tenant.ctx, "timeout").ctx, { connectionId: connection.id });
    expect(silent.state).toBe("failed");
  });

  it("does not count as a mismatch of a live domain", async () => {
    const connection = await connect();
    await database.prisma.connection.update({ where: { id: connection.id }, data: { state: "live" } });
    const before = await stored(connection.id);
    const check = await checkRecords(overloaded(tenant.ctx).ctx, { connectionId: connection.id });
    expect(check).toMatchObject({ state: "live", overload: true });
    expect(await stored(connection.id)).toEqual(before);
  });

  it("is refused as rate_limited to who waits for it", async () => {
    const connection = await connect();
    const { ctx } = overloaded(tenant.ctx);
    const busy = { code: "rate_limited", details: { retryAfterSeconds: 15 } };
    await expect(verifyConnection(ctx, { id: connection.id })).rejects.toMatchObject(busy);
    await expect(checkRecordsNow(ctx, { id: connection.id })).rejects.toMatchObject(busy);
    await expect(checkDomain(ctx, { hostname: "busy.limits.test" })).rejects.toMatchObject(busy);
  });
});

describe("checks on demand", () => {
  it("of one caller at a time are one", async () => {
    const connection = await connect();
    const { ctx, asked } = overloaded(tenant.ctx, "timeout");
    const once = await verifyConnection(ctx, { id: connection.id }).catch((error) => error);
    expect(once.code).toBe("ownership_not_found");
    const perCheck = asked();
    const all = await Promise.allSettled(
      Array.from({ length: 120 }, () => verifyConnection(ctx, { id: connection.id })),
    );
    expect(all.every(({ status }) => status === "rejected")).toBe(true);
    expect(asked()).toBeLessThan(2 * perCheck + perCheck);
    const audits = await database.prisma.auditEntry.count({
      where: { targetId: connection.id, action: "connection.verify_requested" },
    });
    expect(audits).toBe(2);
  });

  it("are limited for each connection, whichever check it is, until the minute is over", async () => {
    const connection = await connect();
    const second = await connect();
    for (let turn = 0; turn < 10; turn += 1) {
      await verifyConnection(tenant.ctx, { id: connection.id }).catch((error) =>
        expect(error.code).toBe("ownership_not_found"),
      );
      await checkRecordsNow(tenant.ctx, { id: connection.id });
    }
    const limited = { code: "rate_limited", details: { retryAfterSeconds: 60 } };
    await expect(verifyConnection(tenant.ctx, { id: connection.id })).rejects.toMatchObject(limited);
    await expect(checkRecordsNow(tenant.ctx, { id: connection.id })).rejects.toMatchObject(limited);
    // Another connection, and the background checks, are not.
    await checkRecordsNow(tenant.ctx, { id: second.id });
    await checkOwnership(tenant.ctx, { connectionId: connection.id });
    // A batch leaves it to the worker.
    expect(await verifyConnections(tenant.ctx, { ids: [connection.id] })).toMatchObject({ queued: 1, refused: 0 });
    world.advance(60_000);
    await checkRecordsNow(tenant.ctx, { id: connection.id });
  });

  it("answer 429 with Retry-After over the API", async () => {
    const connection = await connect();
    const admin = onBehalfOf(world.service, tenant.tenantId, { kind: "admin" });
    const { secret } = await createKey(admin, { id: tenant.applicationId, name: "k", scopes: ["connections:write"] });
    for (let turn = 0; turn < 20; turn += 1) await checkRecordsNow(tenant.ctx, { id: connection.id });
    const { status, headers, json } = await callRoute(handle(verifyConnectionEndpoint, verifyConnection), secret, {
      params: { id: connection.id },
      body: {},
    });
    expect([status, json.error.code, headers.get("retry-after")]).toEqual([429, "rate_limited", "60"]);
    expect(json.error.message).toBe("This connection was checked 20 times within a minute. Try again in 60 s.");
  });

  it("of a tenant are limited together, and do not use up another tenant's", async () => {
    const hostnames = Array.from({ length: 301 }, (_, index) => `shop.many${index}.test`);
    const outcomes: string[] = [];
    for (const hostname of hostnames) {
      outcomes.push(
        await checkDomain(other.ctx, { hostname }).then(
          () => "checked",
          ({ code }) => code,
        ),
      );
    }
    expect(outcomes.slice(-2)).toEqual(["checked", "rate_limited"]);
    await checkDomain(tenant.ctx, { hostname: "shop.many0.test" });
  });

  it("of one domain are limited, whatever the names in it", async () => {
    world.advance(60_000);
    const outcomes: string[] = [];
    for (let index = 0; index < 61; index += 1) {
      const hostname = `n${index}.target.test`;
      outcomes.push(
        await checkDomain(tenant.ctx, { hostname }).then(
          () => "checked",
          ({ code }) => code,
        ),
      );
    }
    expect(outcomes.slice(-2)).toEqual(["checked", "rate_limited"]);
  });

  it("of a widget token are its own: they use up neither the company's, nor those of another token", async () => {
    world.advance(60_000);
    const token = (tokenId: string): Context => ({
      ...tenant.ctx,
      actor: {
        kind: "widget",
        tokenId,
        applicationId: tenant.applicationId,
        environment: "live",
        hostname: null,
        endUserRef: null,
        expiresAt: world.service.now(),
        scopes: ["connections:read", "connections:write"],
        allowedOrigins: [],
      },
    });
    const connection = await connect();
    const check = (ctx: Context, id = connection.id) =>
      checkRecordsNow(ctx, { id }).then(
        () => "checked",
        ({ code }) => code,
      );
    const one = token("t1");
    for (let turn = 0; turn < 20; turn += 1) expect(await check(one)).toBe("checked");
    expect(await check(one)).toBe("rate_limited");
    expect(await check(tenant.ctx)).toBe("checked");
    const second = await connect();
    const outcomes = [];
    for (let turn = 0; turn < 10; turn += 1) outcomes.push(await check(one, second.id));
    expect(outcomes).toEqual([...Array(9).fill("checked"), "rate_limited"]);
    expect(await check(token("t2"), second.id)).toBe("checked");
    for (let turn = 0; turn < 10; turn += 1) {
      for (let domain = 0; domain < 30; domain += 1) {
        await checkDomain(token(`many${turn}`), { hostname: `shop.visited${turn}-${domain}.test` }).catch(
          () => undefined,
        );
      }
    }
    await expect(checkDomain(token("t3"), { hostname: "shop.more.test" })).rejects.toMatchObject({
      code: "rate_limited",
    });
    await checkDomain(tenant.ctx, { hostname: "shop.more.test" });
  });
});
