import { createRuntime } from "@/lib/runtime/create-runtime";
import { main } from "@/server";

// The runtime exists once per process, so the server uses the one that is opened here.
const startedAt = performance.now();
const { claims } = await createRuntime();
console.log(`runtime with ${claims.size()} claims opened in ${Math.round(performance.now() - startedAt)} ms`);
await main({ caddyBin: null });
