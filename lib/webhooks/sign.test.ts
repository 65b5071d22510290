import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { signMessage } from "@/lib/webhooks/sign";

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const previous = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
const timestampSeconds = Math.floor(Date.now() / 1_000);
const message = { id: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004", timestampSeconds, body: '{"type":"domain.added","ü":1}' };

it("signs as the Standard Webhooks specification's own example says", () => {
  const headers = signMessage(
    { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestampSeconds: 1_614_265_330, body: '{"test": 2432232314}' },
    ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
  );
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  expect(headers["webhook-timestamp"]).toBe("1614265330");
});

it("is accepted by the official library, and refused by it when a byte was changed", () => {
  const headers = signMessage(message, [secret]);
  expect(new Webhook(secret).verify(message.body, headers)).toEqual({ type: "domain.added", ü: 1 });
  expect(() => new Webhook(secret).verify(message.body.replace("1", "2"), headers)).toThrow("No matching signature");
  expect(() => new Webhook(previous).verify(message.body, headers)).toThrow("No matching signature");
});

it("signs X-CD with the whole secret as text: HMAC-SHA256 of timestamp.body, in hex", () => {
  const headers = signMessage(message, [secret]);
  const expected = createHmac("sha256", secret).update(`${timestampSeconds}.${message.body}`).digest("hex");
  expect(headers["x-cd-signature"]).toBe(`sha256=${expected}`);
  expect(headers["x-cd-timestamp"]).toBe(String(timestampSeconds));
});

it("gives one signature for each secret while a rotation overlaps, the newest first", () => {
  const headers = signMessage(message, [secret, previous]);
  const of = (one: string) => signMessage(message, [one]);
  expect(headers["webhook-signature"]).toBe(`${of(secret)["webhook-signature"]} ${of(previous)["webhook-signature"]}`);
  expect(headers["x-cd-signature"]).toBe(`${of(secret)["x-cd-signature"]},${of(previous)["x-cd-signature"]}`);
  expect(new Webhook(previous).verify(message.body, headers)).toBeTruthy();
  expect(new Webhook(secret).verify(message.body, headers)).toBeTruthy();
});
