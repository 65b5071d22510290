import { beforeEach } from "vitest";
import { setUpWorld } from "@/lib/runtime/testing/set-up-world";
import { createReceivers, type TestReceivers } from "@/lib/runtime/testing/webhooks";

/** A world for each test whose webhooks reach `receivers`. Its tenants are of the test environment on the largest plan. */
export function setUpWebhookWorld() {
  const receivers = {} as TestReceivers;
  const suite = setUpWorld({
    tenants: { environment: "test" },
    ports: () => ({ outbound: Object.assign(receivers, createReceivers()).outbound }),
  });
  beforeEach(() => suite.database.prisma.job.deleteMany());
  return { ...suite, receivers };
}
