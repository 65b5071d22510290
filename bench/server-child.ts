import { createOutboundHttp } from "@/lib/platform/outbound/outbound-http";
import { systemLookup } from "@/lib/platform/outbound/resolve-target";
import { createRuntime } from "@/lib/runtime/create-runtime";
import { main } from "@/server";

// The runtime exists once per process, so the server uses the one that is opened here.
const startedAt = performance.now();
const { claims, service } = await createRuntime();
const localName = process.env.BENCH_OUTBOUND_LOCAL_NAME;
if (localName !== undefined) {
  // This machine has loopback only: webhooks may be sent there, over http. One name leads there, by the same look-up as
  // any other name.
  service.outbound = createOutboundHttp({
    allowLoopback: true,
    lookup: (name) => systemLookup(name === localName ? "localhost" : name),
  });
}
console.log(`runtime with ${claims.size()} claims opened in ${Math.round(performance.now() - startedAt)} ms`);
await main({ caddyBin: null });
