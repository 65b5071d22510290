import { randomBytes } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { reencryptSecrets } from "@/lib/webhooks/endpoints/reencrypt-secrets";

const { database, world, tenant } = setUpWorld();
const [oldKey, newKey, lostKey] = [1, 2, 3].map(() => randomBytes(32).toString("base64")) as [string, string, string];
const before = createEncryptor([oldKey]);
const both = createEncryptor([newKey, oldKey]);
const after = createEncryptor([newKey]);

beforeEach(async () => {
  await database.prisma.webhookEndpoint.deleteMany();
});

type Sealed = Uint8Array<ArrayBuffer>;

async function addEndpoints(secrets: readonly (readonly [current: Sealed, previous?: Sealed])[]): Promise<string[]> {
  const createdAt = world.service.now();
  const data = secrets.map(([secretSealed, previousSecretSealed = null]) => ({
    ...{ id: newId(createdAt), tenantId: tenant.tenantId, environment: "live" as const, createdAt },
    ...{ url: "https://hooks.example.net", secretSealed, previousSecretSealed },
  }));
  await database.prisma.webhookEndpoint.createMany({ data });
  return data.map(({ id }) => id);
}

async function addEndpoint(...secrets: [current: Sealed, previous?: Sealed]): Promise<string> {
  const [id = ""] = await addEndpoints([secrets]);
  return id;
}

const secretsOf = async (id: string) => {
  const { secretSealed, previousSecretSealed } = await database.prisma.webhookEndpoint.findUniqueOrThrow({
    where: { id },
  });
  return [secretSealed, previousSecretSealed].map((bytes) => bytes && after.decrypt(bytes));
};

it("after it, the new key alone reads every secret, and a second run changes nothing", async () => {
  await addEndpoints(Array.from({ length: 205 }, (_, index) => [before.encrypt(`secret ${index}`)]));
  const rotated = await addEndpoint(after.encrypt("current"), before.encrypt("previous"));
  const untouched = await addEndpoint(after.encrypt("new"));
  const service = { ...world.service, encryptor: both };
  expect(await reencryptSecrets(service)).toEqual({ reencrypted: 206, current: 1, unreadable: 0 });
  const rows = await database.prisma.webhookEndpoint.findMany();
  const texts = rows.map(({ secretSealed }) => after.decrypt(secretSealed)).filter((text) => text.startsWith("secret"));
  expect(new Set(texts).size).toBe(205);
  expect(await secretsOf(rotated)).toEqual(["current", "previous"]);
  expect(await secretsOf(untouched)).toEqual(["new", null]);
  expect(await reencryptSecrets(service)).toEqual({ reencrypted: 0, current: 207, unreadable: 0 });
});

it("leaves what it cannot read, counts it, and goes on", async () => {
  const lost = createEncryptor([lostKey]).encrypt("lost");
  const unreadable = await addEndpoint(lost);
  const id = await addEndpoint(before.encrypt("kept"));
  const counts = await reencryptSecrets({ ...world.service, encryptor: both });
  expect(counts).toEqual({ reencrypted: 1, current: 0, unreadable: 1 });
  expect(await secretsOf(id)).toEqual(["kept", null]);
  const row = await database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id: unreadable } });
  expect(Buffer.from(row.secretSealed).equals(Buffer.from(lost))).toBe(true);
});

it("does not undo a rotation that happens meanwhile", async () => {
  const id = await addEndpoint(before.encrypt("old"));
  const { prisma } = database;
  const findMany = prisma.webhookEndpoint.findMany.bind(prisma.webhookEndpoint);
  const racing = {
    ...database,
    prisma: {
      webhookEndpoint: {
        findMany: async (query: Parameters<typeof findMany>[0]) => {
          const rows = await findMany(query);
          await prisma.webhookEndpoint.update({ where: { id }, data: { secretSealed: after.encrypt("rotated") } });
          return rows;
        },
        updateMany: prisma.webhookEndpoint.updateMany.bind(prisma.webhookEndpoint),
      },
    },
  } as unknown as typeof database;
  await reencryptSecrets({ ...world.service, database: racing, encryptor: both });
  expect(await secretsOf(id)).toEqual(["rotated", null]);
});
