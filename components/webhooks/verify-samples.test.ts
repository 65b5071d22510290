import { expect, test } from "vitest";
import { createEndpointSamples, verifySamples } from "@/components/webhooks/verify-samples";
import { fromWire } from "@/lib/kernel/wire";
import { createWebhookEndpointSchema } from "@/lib/webhooks/schema";
import { signMessage } from "@/lib/webhooks/sign";

const secret = `whsec_${Buffer.from("a secret of thirty-two bytes....").toString("base64")}`;

/** The sample itself, as a function: its import is handed in, everything else is its own text. */
async function verifyByHand(rawBody: string, headers: Record<string, string>): Promise<void> {
  const sample = verifySamples.find(({ language }) => language === "By hand");
  const crypto = await import("node:crypto");
  const code = (sample?.code ?? "").replace(/^import .*$/m, "const { createHmac, timingSafeEqual } = crypto;");
  new Function("crypto", "secret", "headers", "rawBody", code)(crypto, secret, headers, rawBody);
}

test("the sample without a library accepts our signatures, also next to one of another secret", async () => {
  const message = { id: "m", timestampSeconds: Math.floor(Date.now() / 1_000), body: '{"type":"x"}' };
  await verifyByHand(message.body, signMessage(message, [secret]));
  await verifyByHand(message.body, signMessage(message, [`whsec_${"b".repeat(44)}`, secret]));
});

test("and it refuses another body, another secret, and an old message", async () => {
  const now = Math.floor(Date.now() / 1_000);
  const message = { id: "m", timestampSeconds: now, body: '{"type":"x"}' };
  await expect(verifyByHand('{"type":"y"}', signMessage(message, [secret]))).rejects.toThrow("not ours");
  await expect(verifyByHand(message.body, signMessage(message, [`whsec_${"b".repeat(44)}`]))).rejects.toThrow(
    "not ours",
  );
  const old = { ...message, timestampSeconds: now - 301 };
  await expect(verifyByHand(old.body, signMessage(old, [secret]))).rejects.toThrow("too old");
});

test("the sample request of the empty list is valid input of the API", () => {
  const body = createEndpointSamples("https://latchkey.example.com")[0]?.code.match(/-d '(.*)'/)?.[1] ?? "";
  expect(createWebhookEndpointSchema.safeParse(fromWire(JSON.parse(body))).success).toBe(true);
});
