import { decode } from "next-auth/jwt";
import { expect, it } from "vitest";
import { cookieName, createSessionCookie } from "@/lib/platform/crypto/session-cookie";

const secret = "a-secret-of-a-test-0123456789-abcdef";
const production = { secret, appUrl: "https://app.example.com", sandbox: false };
const cookie = createSessionCookie(production);

it("reads what it encrypted, among other cookies, and nothing else", async () => {
  const token = await cookie.encrypt("session-1");
  expect(await cookie.readSessionId(`a=b; ${cookie.name}=${token}; c=d`)).toBe("session-1");
  const other = createSessionCookie({ ...production, secret: `${secret}x` });
  for (const header of [null, "", "a=b", `${cookie.name}=`, `${cookie.name}=${token}x`, `x${cookie.name}=${token}`]) {
    expect(await cookie.readSessionId(header)).toBe(null);
  }
  expect(await other.readSessionId(`${cookie.name}=${token}`)).toBe(null);
});

it("says which session it is, and nothing of the person", async () => {
  const claims = await decode({ token: await cookie.encrypt("session-1"), secret });
  expect(Object.keys(claims ?? {}).sort()).toEqual(["exp", "iat", "jti", "sid"]);
});

it("is bound to the host and to HTTPS in production, and distinguishes two sandboxes on one host", () => {
  expect([cookie.name, cookie.secure]).toEqual(["__Host-latchkey.session", true]);
  const sandbox = { appUrl: "http://localhost:3000", sandbox: true };
  expect(cookieName("session", sandbox)).not.toBe(
    cookieName("session", { ...sandbox, appUrl: "http://localhost:4000" }),
  );
  expect(createSessionCookie({ ...sandbox, secret }).secure).toBe(false);
  expect(createSessionCookie({ ...sandbox, secret, sandbox: false }).secure).toBe(true);
});
