import { expect, it } from "vitest";
import { flowNews } from "@/components/connections/domain-connect/flow-news";
import type { EventResource } from "@/lib/connections/schema";

const event = (type: string, data: Record<string, unknown> = {}): EventResource => ({
  ...{ id: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004", sequence: 1, actor: "worker", createdAt: new Date(0) },
  type,
  data,
});
const returned = (data: Record<string, unknown>) => event("connection.domain_connect_returned", data);
const started = event("connection.domain_connect_started");

it("is about the last visit alone", () => {
  expect(flowNews([event("domain.verified")], "Example DNS")).toBeNull();
  expect(flowNews([event("domain.verified"), started], "Example DNS")?.text).toContain("Confirm");
  expect(flowNews([started, returned({ outcome: "cancelled" })], "Example DNS")?.text).toContain("Confirm");
});

it("says why, in the provider's words, and promises nothing", () => {
  expect(flowNews([returned({ outcome: "cancelled" }), started], "Example DNS")?.text).toContain(
    "You cancelled at Example DNS",
  );
  expect(flowNews([returned({ outcome: "failed", reason: "Zone locked" })], "Example DNS")?.text).toContain(
    "“Zone locked”",
  );
  expect(flowNews([returned({ outcome: "returned" })], "Example DNS")?.text).toContain("being checked");
});
