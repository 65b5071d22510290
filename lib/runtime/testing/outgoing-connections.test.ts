import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

// Which modules open connections to other machines, who chooses their target, and where a tenant's target is checked.
// A new module of this kind fails here until it has a row.
const root = join(import.meta.dirname, "../../..");
const sources = ["app", "components", "lib"].flatMap(listSources).concat("server.ts");

type Outgoing = {
  /** What is connected to. */
  to: string;
  /** Who chooses the target: the operator by the environment, a constant, or a tenant (also by the DNS of a hostname). */
  chosenBy: "operator" | "constant" | "tenant";
  /** For a tenant's target: the file, and the call in it, that refuses what is not allowed before the connection. */
  checkedIn?: { file: string; by: RegExp };
};

const outgoing: Record<string, Outgoing> = {
  "lib/platform/outbound/open-connection.ts": {
    to: "webhook receivers and DNS providers; and DNS servers, which lib/dns/adapters/create-provider-dns.ts checks",
    chosenBy: "tenant",
    checkedIn: { file: "lib/platform/outbound/resolve-target.ts", by: /checkTargetAddress\(address, / },
  },
  "lib/platform/outbound/converse.ts": {
    to: "webhook receivers and DNS providers, over a connection that open-connection.ts opened: undici is given the socket",
    chosenBy: "tenant",
    checkedIn: { file: "lib/platform/outbound/outbound-http.ts", by: /\bresolveTarget\(url, / },
  },
  "lib/dns/udp-transport.ts": {
    to: "recursive resolvers, and the nameservers of hostnames",
    chosenBy: "tenant",
    checkedIn: { file: "lib/dns/parent-zones.ts", by: /allowPrivateNameservers \|\| isPublicAddress\(/ },
  },
  "lib/dns/tcp-transport.ts": {
    to: "the same as over UDP",
    chosenBy: "tenant",
    checkedIn: { file: "lib/dns/resolver.ts", by: /if \((?:nameserver\.)?isBlocked\)/ },
  },
  "lib/edge/reach-prober.ts": {
    to: "the addresses that a hostname points to; and origins, to find loops",
    chosenBy: "tenant",
    checkedIn: { file: "lib/edge/reach-prober.ts", by: /!options\.allowPrivate && !isPublicAddress\(address\)/ },
  },
  "lib/edge/tls-prober.ts": {
    to: "the edge at EDGE_PROBE_ADDRESS; and addresses that the reach prober has checked",
    chosenBy: "operator",
  },
  "lib/runtime/doctor-edge.ts": {
    to: "the edge that is checked: its ask URL, responder and ports, and the control plane at CONTROLPLANE_URL",
    chosenBy: "operator",
  },
  "lib/api/verify-assertion.ts": { to: "Latchkey's key set, from an integrator's server", chosenBy: "operator" },
  "lib/edge/origin-echo.ts": { to: "the edge at EDGE_PROBE_ADDRESS", chosenBy: "operator" },
  "lib/edge/responder/control-plane.ts": { to: "the control plane at CONTROLPLANE_URL", chosenBy: "operator" },
  "lib/edge/responder/measure-stop.ts": { to: "the responder's own port", chosenBy: "constant" },
  "lib/runtime/supervisor/child-specs.ts": { to: "our own processes' health checks", chosenBy: "operator" },
  "lib/runtime/tracing/create-otlp-tracer.ts": {
    to: "the collector at OTEL_EXPORTER_OTLP_ENDPOINT",
    chosenBy: "operator",
  },
  "lib/edge/caddy.ts": { to: "our own Caddy's ports", chosenBy: "operator" },
  "lib/dns/sandbox/dns-listener.ts": { to: "the clients of the sandbox's own DNS server", chosenBy: "constant" },
  "lib/dns/address-lookup.ts": { to: "recursive resolvers", chosenBy: "operator" },
  "lib/dns/resolver.ts": { to: "nothing: the list of the system's resolvers", chosenBy: "operator" },
  "lib/db/client.ts": { to: "PostgreSQL", chosenBy: "operator" },
  "lib/db/fair-pool.ts": { to: "PostgreSQL", chosenBy: "operator" },
  "lib/runtime/backup/dump-postgres.ts": { to: "PostgreSQL", chosenBy: "operator" },
  "lib/runtime/backup/restore-postgres.ts": { to: "PostgreSQL", chosenBy: "operator" },
  "lib/db/notifications.ts": { to: "PostgreSQL", chosenBy: "operator" },
  "lib/platform/mail/smtp-mailer.ts": { to: "the mail server", chosenBy: "operator" },
  "lib/accounts/billing/stripe-billing.ts": { to: "Stripe", chosenBy: "constant" },
  "lib/api/next-auth-options.ts": { to: "GitHub and Google", chosenBy: "constant" },
  "app/api/auth/[...nextauth]/route.ts": { to: "GitHub and Google, by next-auth", chosenBy: "constant" },
  "lib/api/client.ts": {
    to: "the API's base URL: in the browser, in the package for integrators, in the operator's commands",
    chosenBy: "operator",
  },
  "components/auth/auth-calls.ts": { to: "the page's own server, in the browser", chosenBy: "constant" },
  "components/queries/docs-search.ts": { to: "the page's own server, in the browser", chosenBy: "constant" },
};

const tenantFiles = Object.entries(outgoing).filter(([, { chosenBy }]) => chosenBy === "tenant");

it("only the modules with a row here open connections or look names up", () => {
  const unlisted = sources.filter((file) => connectionsOf(read(file)).length > 0 && !(file in outgoing));
  expect(unlisted.map((file) => `${file}: ${connectionsOf(read(file)).join(", ")}`)).toEqual([]);
});

it("every row is about a file that connects", () => {
  const idle = Object.keys(outgoing).filter(
    (file) => !sources.includes(file) || connectionsOf(read(file)).length === 0,
  );
  expect(idle).toEqual([]);
});

it.each(tenantFiles)("%s: a tenant's target is checked", (_file, { checkedIn }) => {
  expect(checkedIn).toBeDefined();
  if (checkedIn) expect(read(checkedIn.file)).toMatch(checkedIn.by);
});

it("nobody follows redirects, which would lead past the check, where a tenant chose the target", () => {
  for (const [file] of tenantFiles)
    expect(read(file)).not.toMatch(/maxRedirections|redirect: "follow"|RedirectHandler/);
});

it("no name is looked up with getaddrinfo, which reads the hosts file and which few look-ups can occupy", () => {
  const bySystem = sources.filter((file) => {
    const text = code(read(file));
    return (
      connectionsOf(text).some((means) => /^(node:)?dns\S* lookup$/.test(means)) ||
      /\b(dns|promises)\.lookup\(/.test(text)
    );
  });
  expect(bySystem).toEqual([]);
});

describe("the detection", () => {
  it.each([
    ['import { connect } from "node:net";', ["node:net connect"]],
    ['import { connect as open, isIP, type Socket } from "net";', ["net connect"]],
    ['import * as net from "node:net";', ["node:net *"]],
    ['import net, { isIP } from "node:net";', ["node:net net"]],
    ['import { isIP, type Socket } from "node:net";', []],
    ['import type { Socket } from "node:net";', []],
    ['import { createServer } from "node:http";', []],
    ['import {\n  createServer,\n  request,\n} from "node:https";', ["node:https request"]],
    ['import { Client } from "undici";', ["undici Client"]],
    ['const { request } = await import("node:https");', ["node:https *"]],
    ['const dns = require("dns");', ["dns *"]],
    ["await fetch(url);", ["fetch"]],
    ["const send = globalThis.fetch;", ["fetch"]],
    ["(call.fetch ?? fetch)(url)", ["fetch"]],
    ["query.prefetch(url); fetchJson(url); // fetch(url)", []],
    ["const sample = `await fetch(url)`;", []],
    ["new WebSocket(url)", ["WebSocket"]],
  ])("reads %s", (text, expected) => {
    expect(connectionsOf(text)).toEqual(expected);
  });
});

/** What of a package opens connections or looks names up; null: everything. */
const packages: Record<string, readonly string[] | null> = {
  net: ["connect", "createConnection", "Socket"],
  tls: ["connect", "TLSSocket"],
  http: ["request", "get", "Agent"],
  https: ["request", "get", "Agent"],
  http2: ["connect"],
  dgram: ["createSocket"],
  dns: null,
  "dns/promises": null,
  undici: null,
  pg: null,
  nodemailer: null,
  stripe: null,
  "next-auth": null,
  "openid-client": null,
  ws: null,
};

/** The means of a text to connect or to look names up. Servers that only listen, and types, do not count. */
function connectionsOf(text: string): string[] {
  const plain = code(text);
  const found: string[] = [];
  for (const [, names = "", from = ""] of plain.matchAll(/^import\s+(?!type\b)([^"]*?)\s+from\s+"([^"]+)"/gm)) {
    if (!Object.hasOwn(packages, from.replace(/^node:/, ""))) continue;
    const able = packages[from.replace(/^node:/, "")];
    for (const name of importedNames(names)) {
      if (name.isWhole || able === null || able?.includes(name.text)) found.push(`${from} ${name.text}`);
    }
  }
  for (const [, from = ""] of plain.matchAll(/\b(?:import|require)\(\s*"([^"]+)"/g)) {
    if (Object.hasOwn(packages, from.replace(/^node:/, ""))) found.push(`${from} *`);
  }
  if (/(?<![\w.])fetch\s*[()]|(?<!typeof )globalThis\.fetch\b|=\s*fetch\b/.test(plain)) found.push("fetch");
  for (const name of ["WebSocket", "EventSource", "XMLHttpRequest"]) {
    if (new RegExp(`\\bnew ${name}\\b`).test(plain)) found.push(name);
  }
  return found;
}

function importedNames(clause: string): { text: string; isWhole: boolean }[] {
  const [, whole = "", named = ""] = /^([^{]*?),?\s*(?:\{([^}]*)\})?$/s.exec(clause) ?? [];
  const wholes = whole === "" ? [] : [{ text: whole.startsWith("*") ? "*" : whole.trim(), isWhole: true }];
  const ones = named
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("type "))
    .map((part) => ({ text: part.split(/\s+as\s+/)[0] ?? "", isWhole: false }));
  return [...wholes, ...ones];
}

/** Without comments and template literals: the latter hold samples for integrators. */
function code(text: string): string {
  return text.replace(/`(?:[^`\\]|\\.)*`/g, "``").replace(/\/\*[\s\S]*?\*\/|(?<![:"'])\/\/[^\n]*/g, "");
}

function listSources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|spec)\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("lib/db/generated/") && !file.startsWith("lib/runtime/testing/"));
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
