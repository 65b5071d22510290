import { createAddressLookup } from "@/lib/dns/address-lookup";
import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { networkLookup } from "@/lib/platform/outbound/resolve-target";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { main } from "@/server";

// The runtime exists once per process, so the server uses the one that is opened here.
const startedAt = performance.now();
const { service, env } = await createRuntime();
if (process.env.BENCH_OUTBOUND_LOOPBACK !== undefined) {
  // This machine has loopback only: webhooks may be sent there, over http.
  service.outbound = createOutboundHttp({
    allowLoopback: true,
    lookup: networkLookup(createAddressLookup({ servers: env.dns.resolvers })),
  });
}
console.log(`runtime opened in ${Math.round(performance.now() - startedAt)} ms`);
await main();
