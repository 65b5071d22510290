import { expect, test } from "vitest";
import { readableBody, readableHeaders } from "@/components/webhooks/sent-request";
import { exampleDelivery } from "@/lib/api/endpoints/examples";
import { signMessage } from "@/lib/webhooks/sign";

const sentAt = new Date("2026-11-23T09:31:12.000Z");

test("the body reads as it is on the wire: jobId, and the data in snake_case", () => {
  expect(JSON.parse(readableBody(exampleDelivery, sentAt))).toEqual({
    id: exampleDelivery.messageId,
    type: "domain.flow.completed",
    jobId: exampleDelivery.connectionId,
    sequence: 7,
    data: expect.objectContaining({ hostname: "shop.example.com", application_id: expect.any(String) }),
    sent_at: "2026-11-23T09:31:12.000Z",
  });
});

test("every header that signs a message is named, with its real timestamp and without a signature", () => {
  const text = readableHeaders(exampleDelivery, sentAt, "https://hooks.example.net/latchkey");
  const signed = signMessage({ id: exampleDelivery.messageId, timestampSeconds: 1_763_890_272, body: "" }, []);
  for (const name of Object.keys(signed)) expect(text).toContain(`${name}: `);
  expect(text).toContain(`webhook-timestamp: ${Math.floor(sentAt.getTime() / 1_000)}`);
  expect(text).toContain("host: hooks.example.net");
});

test("the headers of a delivery whose endpoint is gone name no host", () => {
  expect(readableHeaders(exampleDelivery, sentAt, null)).not.toContain("host:");
});
