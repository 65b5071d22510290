import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory, type ScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { checkEdge } from "@/lib/runtime/doctor-edge";

// `npm run doctor -- edge`: each fault is produced, with a real Caddy that reads the shipped Caddyfile. Responder and control
// plane are servers whose faults can be set.
const root = join(import.meta.dirname, "..");
const internalToken = "doctor-internal-token_0123456789";
const edgeToken = "doctor-edge-token_0123456789abc";

type Faults = {
  askStatus: number;
  askReason: string;
  loaded: boolean;
  connected: boolean;
  staleSeconds: number;
  hosts: number;
  problems: string[];
  clockMs: number;
  settingsStatus: number;
};

let faults: Faults;
let scratch: ScratchDirectory;
let environment: Record<string, string>;
let open: Server[];

beforeEach(async () => {
  faults = {
    askStatus: 403,
    askReason: "not_connected",
    loaded: true,
    connected: true,
    staleSeconds: 0.2,
    hosts: 812,
    problems: [],
    clockMs: 0,
    settingsStatus: 200,
  };
  open = [];
  scratch = createScratchDirectory("doctor-edge");
  mkdirSync(join(scratch.path, "caddy"));
  mkdirSync(join(scratch.path, "edge"));
  writeFileSync(join(scratch.path, "edge/edge.json"), '{"edgeId":"0c1d2e3f-0000-4000-8000-0000000000d0"}');
  environment = {
    PATH: process.env.PATH ?? "",
    DATA_DIR: scratch.path,
    INTERNAL_TOKEN: internalToken,
    EDGE_TOKEN: edgeToken,
    RESPONDER_PORT: String(await serve(answerAsResponder)),
    CONTROLPLANE_URL: `http://127.0.0.1:${await serve(answerAsControlPlane)}`,
    EDGE_HTTP_PORT: String(await serve(() => [200, {}])),
    EDGE_HTTPS_PORT: String(await serve(() => [200, {}])),
  };
});
afterEach(() => {
  for (const server of open) {
    server.close();
    server.closeAllConnections();
  }
  scratch.remove();
});

type Request = { path: string; header(name: string): string | undefined };
type Answer = [status: number, body: unknown, headers?: Record<string, string>];

function answerAsResponder({ path, header }: Request): Answer {
  const url = new URL(path, "http://responder");
  const isKnown = (url.searchParams.get("token") ?? header("x-latchkey-token")) === internalToken;
  if (url.pathname === "/healthz/edge") {
    const { loaded, hosts, connected, staleSeconds, problems } = faults;
    const facts = { hosts, cursor: "0:", connected, stale_seconds: staleSeconds, problems };
    return [loaded ? 200 : 503, isKnown ? { loaded, ...facts } : { loaded }];
  }
  if (!isKnown) return [401, {}];
  return [faults.askStatus, { reason: faults.askReason }];
}

function answerAsControlPlane({ header }: Request): Answer {
  const date = new Date(Date.now() + faults.clockMs).toUTCString();
  const isKnown = header("authorization") === `Bearer ${edgeToken}`;
  return [isKnown ? faults.settingsStatus : 401, {}, { date }];
}

async function serve(answer: (request: Request) => Answer): Promise<number> {
  const port = await getFreePort();
  const server = createServer(({ url = "", headers }, response) => {
    const header = (name: string) => [headers[name]].flat()[0];
    const [status, body, more = {}] = answer({ path: url, header });
    response.writeHead(status, { "content-type": "application/json", ...more }).end(JSON.stringify(body));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  return port;
}

type Options = { caddyBin?: string | null; configPath?: string; address?: string | null };

async function check(options: Options = {}) {
  const given = { caddyBin: getToolPath("caddy"), configPath: join(root, "Caddyfile"), address: null, ...options };
  const checks = await checkEdge({ environment, json: true, ...given });
  const textsOf = (status: string) => checks.filter((one) => one.status === status).map(({ text }) => text);
  // Neither token is for a terminal.
  expect(JSON.stringify(checks)).not.toMatch(/doctor-(internal|edge)-token/);
  return { ok: textsOf("ok"), warn: textsOf("warn"), fail: textsOf("fail") };
}

function caddyfile(text: string): string {
  const path = join(scratch.path, "Caddyfile");
  writeFileSync(path, text);
  return path;
}

it("finds nothing wrong with a sound edge, on the newest Caddy", async () => {
  const { ok, warn, fail } = await check();
  expect([warn, fail]).toEqual([[], []]);
  expect(ok).toEqual([
    expect.stringMatching(/^Caddy 2\.\d+\.\d+$/),
    `Certificates on demand, allowed by http://127.0.0.1:${environment.RESPONDER_PORT}/internal/ask`,
    "Caddy's admin API is off",
    "A made-up name is refused",
    "The responder knows 812 hosts, and is up to date",
    "Caddy's memory of 10,000 certificates is large enough for 812 hosts",
    `The storage ${join(scratch.path, "caddy")} is writable`,
    "Another process sees its locks and its new files at once",
    "No other edge has been checked in this storage: several edges need one that they share",
    `The control plane at ${environment.CONTROLPLANE_URL} accepts this edge`,
    "The clocks agree",
    `Port ${environment.EDGE_HTTP_PORT} is open on this machine`,
    `Port ${environment.EDGE_HTTPS_PORT} is open on this machine`,
  ]);
});

it("warns of Caddy 2.6, and reads its configuration too", async () => {
  const { warn, fail } = await check({ caddyBin: getToolPath("caddy-2.6") });
  expect(warn).toEqual([expect.stringMatching(/^Caddy 2\.6\.\d+ works, but/)]);
  expect(fail).toEqual([]);
});

it("sees the other edges that were checked in the same storage", async () => {
  await check();
  writeFileSync(join(scratch.path, "edge/edge.json"), '{"edgeId":"0c1d2e3f-0000-4000-8000-0000000000d1"}');
  expect((await check()).ok).toContainEqual(expect.stringMatching(/^Shared with /));
});

describe("faults", () => {
  const oneFault: [string, Partial<Faults>, RegExp][] = [
    [
      "an ask URL that allows everything",
      { askStatus: 200 },
      /answers 200 to a made-up name: certificates are ordered/,
    ],
    ["another server at the ask URL", { askStatus: 404, askReason: "" }, /answers 404 to a made-up name/],
    ["a control plane that is ahead", { clockMs: 30_000 }, /^This machine's clock is (29|30|31) s behind that of/],
    ["a control plane that is behind", { clockMs: -30_000 }, /^This machine's clock is (29|30|31) s ahead of that of/],
    ["a control plane that fails", { settingsStatus: 500 }, /^The control plane at .* answers 500/],
    [
      "a responder that is behind",
      { staleSeconds: 42, connected: false },
      /has had no contact with the control plane for 42 s/,
    ],
  ];
  it.each(oneFault)("%s", async (_name, fault, text) => {
    Object.assign(faults, fault);
    expect((await check()).fail).toEqual([expect.stringMatching(text)]);
  });

  it("a responder without a set", async () => {
    Object.assign(faults, { loaded: false, askReason: "not_loaded" });
    const texts = [/refuses every name: the responder has no set yet/, /^The responder has no set/];
    expect((await check()).fail).toEqual(texts.map((text) => expect.stringMatching(text)));
  });

  it("another INTERNAL_TOKEN than the responder's", async () => {
    environment.INTERNAL_TOKEN = "another-token_0123456789";
    const texts = [/refuses Caddy's token/, /The responder refuses this INTERNAL_TOKEN/];
    expect((await check()).fail).toEqual(texts.map((text) => expect.stringMatching(text)));
  });

  it("another EDGE_TOKEN than the app's", async () => {
    environment.EDGE_TOKEN = "another-token_0123456789";
    expect((await check()).fail).toEqual([expect.stringMatching(/refuses this EDGE_TOKEN/)]);
  });

  it("more hosts than fit in Caddy's memory, and problems of the responder, are warnings", async () => {
    Object.assign(faults, { hosts: 20_000, problems: ["a damaged set was replaced"] });
    const { warn, fail } = await check();
    expect(fail).toEqual([]);
    expect(warn).toEqual([
      "The responder reports: a damaged set was replaced",
      expect.stringMatching(/^Caddy has 10,000 certificates in memory, for 20,000 hosts/),
    ]);
  });

  it("nothing listens: responder, control plane, Caddy, public address", async () => {
    for (const name of ["RESPONDER_PORT", "EDGE_HTTP_PORT", "EDGE_HTTPS_PORT"])
      environment[name] = String(await getFreePort());
    environment.CONTROLPLANE_URL = `http://127.0.0.1:${await getFreePort()}`;
    const { fail } = await check({ address: "127.0.0.3" });
    expect(fail).toEqual([
      expect.stringMatching(/\/internal\/ask cannot be reached: ECONNREFUSED$/),
      expect.stringMatching(/^No responder answers on port \d+: ECONNREFUSED$/),
      expect.stringMatching(/^The control plane at .* cannot be reached: ECONNREFUSED$/),
      expect.stringMatching(/^Nothing listens on 127\.0\.0\.1:\d+\.$/),
      expect.stringMatching(/^Nothing listens on 127\.0\.0\.1:\d+\.$/),
      expect.stringMatching(/^127\.0\.0\.3 does not answer on port 80, /),
      expect.stringMatching(/^127\.0\.0\.3 does not answer on port 443, /),
    ]);
  });

  it("a storage that cannot be written", async () => {
    environment.EDGE_STORAGE = join(scratch.path, "not-mounted");
    expect((await check()).fail).toEqual([expect.stringMatching(/^The storage .* is not writable: .*ENOENT/)]);
  });

  const withoutAsk =
    '{\n\tadmin off\n\tlocal_certs\n}\nhttps:// {\n\ttls {\n\t\ton_demand\n\t}\n\trespond "hello"\n}\n';
  it.each(["caddy", "caddy-2.6"] as const)("a Caddyfile that orders certificates for anybody, on %s", async (tool) => {
    const { fail } = await check({ configPath: caddyfile(withoutAsk), caddyBin: getToolPath(tool) });
    expect(fail).toEqual([expect.stringMatching(/without an ask URL: anybody can have them ordered/)]);
  });

  it("a Caddyfile without certificates on demand, and with an open admin API", async () => {
    const { warn, fail } = await check({
      configPath: caddyfile("{\n\tlocal_certs\n}\nexample.com {\n\trespond hello\n}\n"),
    });
    expect(fail).toEqual(["The configuration orders no certificates on demand."]);
    expect(warn).toEqual([expect.stringMatching(/^Caddy's admin API listens on localhost:2019/)]);
  });

  it("a Caddyfile with an error", async () => {
    const { fail } = await check({ configPath: caddyfile("{\n\tno_such_option\n}\n") });
    expect(fail).toEqual([expect.stringMatching(/^Caddy cannot read .*no_such_option/)]);
  });

  it("no Caddy", async () => {
    expect((await check({ caddyBin: null })).fail).toEqual(["Caddy was not found."]);
  });
});

it("prints the checks, and ends with 1 where one fails", async () => {
  faults.askStatus = 200;
  const args = ["scripts/doctor.mjs", "edge", "--caddy", getToolPath("caddy")];
  const child = spawn(process.execPath, args, { cwd: root, env: { NODE_ENV: "test", ...environment } });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  const [code] = await once(child, "close");
  expect(printed).toContain("✗ ");
  expect(printed).toMatch(/\d+ checks: 1 failed, 0 warnings\./);
  expect(code).toBe(1);
});
