import fc from "fast-check";
import { expect, test } from "vitest";
import { toQuery } from "@/app/search-params";
import {
  type DeliveriesView,
  deliveriesSearch,
  deliveryTypes,
  everyDelivery,
  parseDeliveriesView,
} from "@/components/webhooks/deliveries-view";
import { deliveryStatuses } from "@/lib/webhooks/catalog";
import { listWebhookDeliveriesSchema } from "@/lib/webhooks/schema";

const anyView: fc.Arbitrary<DeliveriesView> = fc.record({
  endpointId: fc.option(fc.uuid()),
  connectionId: fc.option(fc.uuid()),
  status: fc.option(fc.constantFrom(...deliveryStatuses)),
  type: fc.option(fc.constantFrom(...deliveryTypes)),
  q: fc.option(fc.constantFrom("shop.example", "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004", "a&b=c ü")),
});

test("the address holds the whole view: what is written is read again", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(parseDeliveriesView(new URLSearchParams(deliveriesSearch(view)))).toEqual(view);
    }),
  );
});

test("every view is a filter that the API takes", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const given = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null));
      expect(listWebhookDeliveriesSchema.safeParse(given).success).toBe(true);
    }),
  );
});

test("an invalid URL never breaks the page", () => {
  const query = toQuery({ endpoint_id: "1", status: ["nonsense", "failed"], type: "domain.gone", other: undefined });
  expect(parseDeliveriesView(query)).toEqual(everyDelivery);
});

test("an endpoint's own page does not say its id twice", () => {
  const view: DeliveriesView = {
    ...everyDelivery,
    endpointId: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004",
    status: "failed",
  };
  expect(deliveriesSearch(view, "endpointId")).toBe("?status=failed");
});
