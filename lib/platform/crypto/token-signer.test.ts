import { SignJWT, UnsecuredJWT } from "jose";
import { expect, it } from "vitest";
import { createTokenSigner, type TokenClaims } from "@/lib/platform/crypto/token-signer";

const secret = "a-secret-of-this-test-0123456789-abcdef";
const key = new TextEncoder().encode(secret);
const signer = createTokenSigner(secret);
const issuedAt = new Date("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(issuedAt.getTime() + seconds * 1_000);

const claims: TokenClaims = {
  tokenId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01",
  tenantId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a02",
  applicationId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a03",
  environment: "live",
  hostname: "shop.acme.test",
  keyId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a04",
  scopes: ["connections:read", "connections:write"],
  issuedAt,
  expiresAt: at(3_600),
};

const payload = {
  iss: "latchkey",
  aud: "widget",
  jti: claims.tokenId,
  tenant: claims.tenantId,
  application: claims.applicationId,
  environment: "live",
  key: claims.keyId,
  scopes: claims.scopes,
  iat: issuedAt.getTime() / 1_000,
  exp: issuedAt.getTime() / 1_000 + 3_600,
};

const forge = (changed: Record<string, unknown>, alg = "HS256") =>
  new SignJWT({ ...payload, ...changed }).setProtectedHeader({ alg }).sign(key);

it("reads what it signed, with a hostname and key and without", async () => {
  expect(await signer.verify(await signer.sign(claims), at(1))).toEqual(claims);
  const unbound = { ...claims, hostname: null, keyId: null };
  expect(await signer.verify(await signer.sign(unbound), at(1))).toEqual(unbound);
});

it("reads a token that was put together by hand from the same claims, so that the refusals below have one cause each", async () => {
  expect(await signer.verify(await forge({}), at(1))).toEqual({ ...claims, hostname: null });
});

it("is good until the last second before 60 minutes, and expired at 60 minutes", async () => {
  const token = await signer.sign(claims);
  expect((await signer.verify(token, at(3_599.999))).expiresAt).toEqual(at(3_600));
  await expect(signer.verify(token, at(3_600))).rejects.toMatchObject({ code: "token_expired", status: 401 });
  await expect(signer.verify(token, at(3_600))).rejects.toThrow("Mint a fresh one on your server");
});

it("allows for another instance's clock that is a minute ahead, and for no more", async () => {
  const token = await signer.sign(claims);
  expect((await signer.verify(token, at(-60))).tokenId).toBe(claims.tokenId);
  await expect(signer.verify(token, at(-61))).rejects.toMatchObject({ code: "unauthorized" });
});

it.each<[string, () => Promise<string> | string]>([
  ["another secret", () => createTokenSigner("another-secret-0123456789-abcdefghijkl").sign(claims)],
  ["HS512 under our secret", () => forge({}, "HS512")],
  ["HS384 under our secret", () => forge({}, "HS384")],
  ["no signature (alg none)", () => new UnsecuredJWT(payload).encode()],
  ["alg none with our signature", async () => withHeader(await forge({}), { alg: "none" })],
  ["another audience", () => forge({ aud: "session" })],
  ["no audience", () => forge({ aud: undefined })],
  ["another issuer", () => forge({ iss: "somebody" })],
  ["no end", () => forge({ exp: undefined })],
  ["no beginning", () => forge({ iat: undefined })],
  ["no tenant", () => forge({ tenant: undefined })],
  ["what is no tenant", () => forge({ tenant: "1 OR 1=1" })],
  ["what is no hostname", () => forge({ hostname: ["shop.acme.test"] })],
  ["an empty hostname, which would bind to nothing", () => forge({ hostname: "" })],
  ["no scopes", () => forge({ scopes: undefined })],
  ["what is no scope", () => forge({ scopes: ["everything"] })],
  ["what is no key", () => forge({ key: "any" })],
  ["another audience, and expired", () => forge({ aud: "session", exp: payload.iat - 1 })],
  ["what is no token", () => "eyJ.eyJ.eyJ"],
])("refuses %s as unauthorized", async (_, make) => {
  await expect(signer.verify(await make(), at(1))).rejects.toMatchObject({ code: "unauthorized", status: 401 });
});

it("notices every changed character, and another hostname under the same signature", async () => {
  const token = await signer.sign(claims);
  for (let index = 0; index < token.length - 1; index += 7) {
    const other = token[index] === "A" ? "B" : "A";
    const changed = `${token.slice(0, index)}${other}${token.slice(index + 1)}`;
    await expect(signer.verify(changed, at(1)), `character ${index}`).rejects.toMatchObject({ code: "unauthorized" });
  }
  const [header = "", , signature = ""] = token.split(".");
  const swapped = `${header}.${encode({ ...payload, hostname: "bank.acme.test" })}.${signature}`;
  await expect(signer.verify(swapped, at(1))).rejects.toMatchObject({ code: "unauthorized" });
});

function withHeader(token: string, header: object): string {
  return [encode(header), ...token.split(".").slice(1)].join(".");
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
