import { afterAll, afterEach, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { netlify } from "@/lib/dns/adapters/netlify";
import { startNetlify } from "./netlify/server";
import { createWriters } from "./open-writer";
import type { StandIn } from "./stand-in";

describeAdapter({
  adapter: netlify,
  startServer: startNetlify,
});

const writers = createWriters();
let standIn: StandIn;
afterEach(() => standIn?.close());
afterAll(() => writers.close());

async function open(options: Parameters<typeof startNetlify>[0] = {}) {
  standIn = await startNetlify(options);
  return writers.open(netlify, standIn);
}
