import { beforeEach, expect, it } from "vitest";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { createConnection } from "@/lib/connections/create-connection";
import { mailContest } from "@/lib/connections/mail-contest";
import { Refusal } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import type { Mail } from "@/lib/platform/ports/mailer";
import type { TestTenant } from "@/lib/runtime/testing/context";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const day = 86_400_000;
const sent: Mail[] = [];
let refusal: Refusal | null = null;

const { database, world, tenant, other } = setUpWorld({
  ports: () => ({
    mailer: {
      assertReady() {},
      async send(mail: Mail) {
        if (refusal) throw refusal;
        sent.push(mail);
      },
    },
  }),
});
let names = 0;

beforeEach(() => {
  sent.length = 0;
  refusal = null;
});

async function addMember({ tenantId }: TestTenant, role: "owner" | "admin" | "member"): Promise<string> {
  const createdAt = world.service.now();
  const email = `${role}${++names}@example.com`;
  const { id } = await database.prisma.user.create({ data: { id: newId(createdAt), email, createdAt } });
  await database.prisma.membership.create({ data: { tenantId, userId: id, role, createdAt } });
  return email;
}

/** Runs the mail jobs that are due, as the worker does. */
async function mail(): Promise<Mail[]> {
  const jobs = await database.prisma.job.findMany({ where: { name: "mail-contest" }, orderBy: { id: "asc" } });
  for (const { payload } of jobs) {
    const { tenantId, connectionId, sequence } = payload as {
      tenantId: string;
      connectionId: string;
      sequence: number;
    };
    const on = tenantId === tenant.tenantId ? tenant : other;
    await mailContest(on.ctx, { connectionId, sequence });
  }
  await database.prisma.job.deleteMany({ where: { name: "mail-contest" } });
  return sent.splice(0);
}

/** The holder's connection, verified, and a challenger's with the only proof. */
async function contest() {
  const hostname = `mailed${++names}.acme.test`;
  const connect = (on: TestTenant) =>
    createConnection(on.ctx, { applicationId: on.applicationId, hostname, setupType: "manual", contest: true });
  const check = async (on: TestTenant, id: string, value: string) => {
    world.advance(1_000);
    world.publish(`_customdomain-challenge.${hostname}`, "TXT", [value]);
    await checkOwnership(on.ctx, { connectionId: id });
  };
  const held = await connect(tenant);
  await check(tenant, held.id, held.ownershipChallenge.value);
  const fresh = await connect(other);
  return { hostname, held, fresh, observe: (value: string) => check(other, fresh.id, value) };
}

it("goes to the holder's owners and admins when a contest begins, and to both accounts' when it ends", async () => {
  const holders = [await addMember(tenant, "owner"), await addMember(tenant, "admin")];
  await addMember(tenant, "member");
  const challenger = await addMember(other, "owner");
  const { hostname, held, fresh, observe } = await contest();
  expect(await mail()).toEqual([]);
  await observe(fresh.ownershipChallenge.value);
  const begun = await mail();
  expect(begun.map(({ to }) => to)).toEqual(holders);
  expect(begun[0]?.subject).toBe(`Somebody else proves control of ${hostname}`);
  expect(begun[0]?.text).toContain(`/connections/${held.id}`);
  world.advance(day);
  await observe(fresh.ownershipChallenge.value);
  const ended = await mail();
  expect(ended.map(({ to }) => to).sort()).toEqual([...holders, challenger].sort());
  for (const { to, text, subject } of [...begun, ...ended]) {
    const foreign = to === challenger ? [held.id, tenant.tenantId] : [fresh.id, other.tenantId];
    for (const id of foreign) expect(`${subject} ${text}`).not.toContain(id);
  }
});

it("has a limit for each connection and day, whoever begins and ends contests", async () => {
  await addMember(tenant, "owner");
  const { held, fresh, observe } = await contest();
  let mails = 0;
  for (let round = 0; round < 6; round += 1) {
    await observe(fresh.ownershipChallenge.value);
    await observe(held.ownershipChallenge.value);
    mails += (await mail()).length;
  }
  expect(mails).toBe(6);
  world.advance(day);
  await observe(fresh.ownershipChallenge.value);
  expect(await mail()).toHaveLength(1);
  await archiveConnection(other.ctx, fresh);
});

it("is done without a mail server, and tried again where one refuses", async () => {
  await addMember(tenant, "owner");
  const { held, fresh, observe } = await contest();
  await observe(fresh.ownershipChallenge.value);
  const { sequence } = await database.prisma.event.findFirstOrThrow({
    where: { connectionId: held.id, type: "domain.contested" },
  });
  refusal = new Refusal("unavailable", "There is no mail server.");
  await mailContest(tenant.ctx, { connectionId: held.id, sequence });
  refusal = new Refusal("provider_error", "The mail server refuses.");
  await expect(mailContest(tenant.ctx, { connectionId: held.id, sequence })).rejects.toBe(refusal);
});
