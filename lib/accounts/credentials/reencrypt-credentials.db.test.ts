import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { reencryptCredentials } from "@/lib/accounts/credentials/reencrypt-credentials";
import { newId } from "@/lib/kernel/ids";
import { createEncryptor } from "@/lib/platform/crypto/encryptor";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";

const { database, world, tenant } = setUpWorld();
const [oldKey, newKey, lostKey] = [1, 2, 3].map(() => randomBytes(32).toString("base64")) as [string, string, string];

it("after it, the new key alone reads every credential; what cannot be read is left, and a deleted one stays empty", async () => {
  const now = world.service.now();
  const add = async (key: string | null) => {
    const fieldsSealed = key === null ? new Uint8Array() : createEncryptor([key]).encrypt('{"api_key":"x"}');
    const { id } = await database.prisma.dnsCredential.create({
      data: {
        ...{ id: newId(now), tenantId: tenant.tenantId, applicationId: tenant.applicationId, provider: "vultr" },
        ...{
          label: "x",
          fieldsSealed,
          hints: {},
          zonesComplete: true,
          createdBy: "admin",
          createdAt: now,
          testedAt: now,
        },
        deletedAt: key === null ? now : null,
      },
    });
    return id;
  };
  const [old, current, lost, gone] = [await add(oldKey), await add(newKey), await add(lostKey), await add(null)];
  const service = { ...world.service, encryptor: createEncryptor([newKey, oldKey]) };
  expect(await reencryptCredentials(service)).toEqual({ reencrypted: 1, current: 1, unreadable: 1 });
  expect(await reencryptCredentials(service)).toEqual({ reencrypted: 0, current: 2, unreadable: 1 });
  const sealed = async (id: string) =>
    (await database.prisma.dnsCredential.findUniqueOrThrow({ where: { id } })).fieldsSealed;
  const after = createEncryptor([newKey]);
  expect([after.decrypt(await sealed(old)), after.decrypt(await sealed(current))]).toEqual([
    '{"api_key":"x"}',
    '{"api_key":"x"}',
  ]);
  expect(createEncryptor([lostKey]).decrypt(await sealed(lost))).toContain("api_key");
  expect((await sealed(gone)).byteLength).toBe(0);
});
