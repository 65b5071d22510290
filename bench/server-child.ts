import { createRuntime } from "@/lib/runtime/create-runtime";
import { main } from "@/server";

// The runtime exists once per process, so what is opened here is what the server then uses.
const startedAt = performance.now();
const { claims } = await createRuntime();
console.log(`runtime with ${claims.size()} claims opened in ${Math.round(performance.now() - startedAt)} ms`);
await main({ caddyBin: null });
