import { expect, it } from "vitest";
import { upstreamPolicy } from "@/lib/edge/upstream-policy";
import { readEnv } from "@/lib/kernel/env";
import { checkUpstream, rulesFor } from "@/lib/platform/outbound/check-upstream";

const interfaces = ["127.0.0.1", "::1", "10.0.0.2"];

function reasonOf(origin: string, source: Record<string, string>): string | null {
  const policy = upstreamPolicy(readEnv({ LATCHKEY_MODE: "sandbox", ...source }), interfaces);
  const checked = checkUpstream(origin, rulesFor(policy, "t"));
  return checked.ok ? null : checked.reason;
}

it("counts every port of ours: the app, the edge, Caddy's admin API, the sandbox's DNS, a database on this machine", () => {
  const source = {
    PORT: "3100",
    EDGE_HTTP_PORT: "8081",
    EDGE_HTTPS_PORT: "8444",
    SANDBOX_DNS_PORT: "5454",
    SANDBOX_DATABASE_URL: "postgres://u:p@localhost:5433/latchkey",
  };
  for (const port of [3_100, 8_081, 8_444, 5_454, 2_019, 5_433]) {
    expect([port, reasonOf(`http://127.0.0.1:${port}`, source)]).toEqual([port, "own_service"]);
    expect([port, reasonOf(`http://localhost:${port}`, source)]).toEqual([port, "own_service"]);
  }
  expect(reasonOf("http://127.0.0.1:4010", source)).toBeNull();
});

it.each(["postgres://localhost/latchkey", "postgres://u@[::1]/latchkey", "postgres://u@10.0.0.2:5432/latchkey"])(
  "knows the usual port of %s",
  (SANDBOX_DATABASE_URL) => {
    expect(reasonOf("http://127.0.0.1:5432", { SANDBOX_DATABASE_URL })).toBe("own_service");
    expect(reasonOf("http://10.0.0.2:5432", { SANDBOX_DATABASE_URL, EDGE_UPSTREAM_ALLOW: "10.0.0.0/8" })).toBe(
      "own_service",
    );
  },
);

it("leaves the port of a database elsewhere to the table of ports", () => {
  expect(reasonOf("http://127.0.0.1:5432", { SANDBOX_DATABASE_URL: "postgres://db.example.com/latchkey" })).toBeNull();
});

it("knows the edge and the dashboard by name and by address", () => {
  const source = {
    APP_URL: "https://dash.example.com",
    EDGE_HOSTNAME: "Edge.Example.com",
    EDGE_ADDRESSES: "198.41.0.4,2001:0500:0000::53",
    EDGE_UPSTREAM_ALLOW: "0.0.0.0/0,::/0",
  };
  for (const origin of [
    "https://dash.example.com",
    "https://edge.example.com",
    "https://eu.edge.example.com",
    "http://198.41.0.4:8080",
    "https://[2001:500::53]",
  ]) {
    expect([origin, reasonOf(origin, source)]).toEqual([origin, "leads_to_edge"]);
  }
  expect(reasonOf("https://example.com", source)).toBeNull();
  expect(reasonOf("https://198.41.0.9", { ...source, APP_URL: "https://198.41.0.9" })).toBe("leads_to_edge");
});

it("blocks only our own ports on loopback where the dashboard is there", () => {
  expect(reasonOf("http://localhost:4000", { APP_URL: "http://localhost:3000" })).toBeNull();
  expect(reasonOf("http://localhost:3999", { APP_URL: "http://127.0.0.1:3999" })).toBe("own_service");
});

it("a pooler's way past it, and a replica, are databases of ours too", () => {
  const source = {
    SANDBOX_DATABASE_URL: "postgres://10.9.9.9:6432/latchkey",
    DATABASE_DIRECT_URL: "postgres://127.0.0.1:5434/latchkey",
    DATABASE_REPLICA_URL: "postgres://127.0.0.1:5435/latchkey",
  };
  for (const port of [5_434, 5_435]) expect(reasonOf(`http://127.0.0.1:${port}`, source)).toBe("own_service");
  expect(reasonOf("http://127.0.0.1:5436", source)).toBeNull();
});
