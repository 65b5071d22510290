import { expect, it } from "vitest";
import { EdgeEnvError, readEdgeEnv } from "@/lib/kernel/edge-env";

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEdgeEnv(source);
    return [];
  } catch (error) {
    return error instanceof EdgeEnvError ? error.problems : [String(error)];
  }
}

it("needs nothing beside a control plane on this machine", () => {
  expect(readEdgeEnv({})).toMatchObject({
    controlplaneUrls: ["http://127.0.0.1:3000"],
    edgeToken: null,
    internalToken: null,
    responderPort: 3_010,
    dataDir: ".data",
    probeAddress: "127.0.0.1:443",
    resolvers: null,
  });
});

it("takes several control planes, separated by spaces or commas", () => {
  const CONTROLPLANE_URL = "https://a.example.com/, http://b.example.com:3000  https://c.example.com";
  expect(readEdgeEnv({ CONTROLPLANE_URL }).controlplaneUrls).toEqual([
    "https://a.example.com",
    "http://b.example.com:3000",
    "https://c.example.com",
  ]);
});

it("an address for probes follows the HTTPS port unless it is given", () => {
  expect(readEdgeEnv({ EDGE_HTTPS_PORT: "8443" }).probeAddress).toBe("127.0.0.1:8443");
  expect(readEdgeEnv({ EDGE_PROBE_ADDRESS: "203.0.113.9:443" }).probeAddress).toBe("203.0.113.9:443");
});

it("has a sentence for each variable that is malformed, all at once", () => {
  const problems = problemsOf({
    CONTROLPLANE_URL: "app.example.com",
    EDGE_TOKEN: "short",
    INTERNAL_TOKEN: "with a space in it, long",
    RESPONDER_PORT: "70000",
    EDGE_HTTPS_PORT: "https",
    DNS_RESOLVERS: "resolver.example.com",
    LOG_LEVEL: "loud",
    EDGE_BIND: "eth0",
    EDGE_PROBE_ADDRESS: "https://198.41.0.4",
  });
  expect(problems.map((problem) => problem.split(":")[0]).sort()).toEqual([
    "CONTROLPLANE_URL",
    "DNS_RESOLVERS",
    "EDGE_BIND",
    "EDGE_HTTPS_PORT",
    "EDGE_PROBE_ADDRESS",
    "EDGE_TOKEN",
    "INTERNAL_TOKEN",
    "LOG_LEVEL",
    "RESPONDER_PORT",
  ]);
  expect(problems.join()).not.toContain("short");
});

it("refuses one port for two programs", () => {
  expect(problemsOf({ RESPONDER_PORT: "8080", EDGE_HTTP_PORT: "8080" })).toEqual([
    "EDGE_HTTP_PORT is 8080, and so is RESPONDER_PORT: each needs a port of its own",
  ]);
});
