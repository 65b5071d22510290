import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { createServer, request as sendRequest } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";
import { createTestAuthority } from "@/e2e/support/certificates";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import type { StandIn } from "./stand-in";

const timeoutMs = 120_000;

/**
 * Whether the clients that others wrote can run. Where they cannot, a test that needs them is skipped; in CI it fails, as
 * the set-up does: `it.skipIf(!hasReferees())`.
 */
export function hasReferees(): boolean {
  if (process.env.CI) return true;
  try {
    return existsSync(getToolPath("python-referees"));
  } catch {
    return false;
  }
}

/** Where requests for a host go: the origin of a plain HTTP server on loopback, such as a stand-in's. */
export type RefereeHosts = Record<string, string>;

/**
 * Runs a Python script of this folder with `input` as JSON on its standard input, and returns the JSON that it printed last.
 * Its HTTPS requests for the `hosts` arrive at their servers as plain HTTP; no other host can be reached.
 * @throws Error with the script's output, where it fails
 */
export async function runPython(options: {
  script: string;
  input: unknown;
  hosts?: RefereeHosts;
  env?: Record<string, string>;
}): Promise<unknown> {
  const scratch = createScratchDirectory("referee");
  const proxy = await startTrustedProxy(options.hosts ?? {});
  try {
    const authority = join(scratch.path, "authority.pem");
    writeFileSync(authority, proxy.authorityPem);
    const output = await collectOutput(getToolPath("python-referees"), join(import.meta.dirname, options.script), {
      input: JSON.stringify(options.input),
      env: {
        PATH: process.env.PATH ?? "",
        HOME: scratch.path,
        HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
        HTTP_PROXY: `http://127.0.0.1:${proxy.port}`,
        REQUESTS_CA_BUNDLE: authority,
        SSL_CERT_FILE: authority,
        AWS_CA_BUNDLE: authority,
        TLDEXTRACT_CACHE_PATH: scratch.path,
        ...options.env,
      },
    });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "null");
  } finally {
    await proxy.close();
    scratch.remove();
  }
}

/** What dns-lexicon saw: each list is of a TXT or a CNAME after one step. */
export type LexiconReport = { steps: string[]; left: { name: string; type: string; value: string }[] };

/**
 * dns-lexicon, which others wrote, creates, lists, changes and deletes a TXT and a CNAME in the stand-in's zone, and leaves one
 * of each. Its own reading must agree after every step, and the zone's model with what was left, and nothing else changed.
 */
export async function runLexicon(options: {
  /** A module of lexicon's providers, such as `cloudflare`. */
  provider: string;
  /** The host that the client asks for, such as `api.cloudflare.com`; several for APIs with more. */
  host: string | readonly string[];
  /** The provider's own options, such as `{ auth_token }`. */
  options: Record<string, string>;
  standIn: StandIn;
  /** Lexicon cannot change this provider's records, or those of these types. */
  withoutUpdate?: boolean | readonly string[];
  /** The API wants targets with a final dot, and lexicon sends changed ones (`always`: all) as they are given. */
  finalDot?: boolean | "always";
  /** Lexicon takes the final dot of a target away, and the provider adds its zone to a target without one. */
  targetsAreRelative?: boolean;
}): Promise<LexiconReport> {
  const { zone, baseUrl } = options.standIn;
  const before = zone.sets();
  const { origin } = new URL(baseUrl);
  const report = (await runPython({
    script: "lexicon_referee.py",
    input: {
      provider: options.provider,
      options: options.options,
      zone: zone.name,
      without_update: options.withoutUpdate === true ? ["TXT", "CNAME"] : options.withoutUpdate || [],
      final_dot: options.finalDot ?? false,
    },
    hosts: Object.fromEntries([options.host].flat().map((host) => [host, origin])),
  })) as LexiconReport;
  for (const { name, type, value: written } of report.left) {
    const value = options.targetsAreRelative && type === "CNAME" ? `${written}.${zone.name}` : written;
    const row = zone.rows().find((row) => row.name === name && row.type === type);
    if (row?.value !== value) throw new Error(`lexicon left ${name} ${type} ${value}, the model has ${row?.value}`);
    zone.remove(row.id);
  }
  if (JSON.stringify(zone.sets()) !== JSON.stringify(before)) throw new Error("lexicon changed something else");
  return report;
}

/** Plain CONNECT with TLS ended here, in the name of each of the hosts. */
async function startTrustedProxy(hosts: RefereeHosts) {
  const authority = createTestAuthority("Latchkey test referees");
  const names = Object.keys(hosts);
  const leaf = authority.issue({ names: names.length > 0 ? names : ["referee.invalid"] });
  const inside = createSecureServer({ cert: leaf.certPem, key: leaf.keyPem }, (incoming, outgoing) => {
    const [host = ""] = (incoming.headers.host ?? "").split(":");
    const origin = hosts[host];
    if (origin === undefined) return void outgoing.writeHead(502).end();
    const target = new URL(incoming.url ?? "/", origin);
    const inner = sendRequest(target, { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    inner.on("error", () => outgoing.destroy());
    incoming.pipe(inner);
  });
  const outside = createServer((_incoming, outgoing) => outgoing.writeHead(403).end());
  const sockets = new Set<{ destroy(): void }>();
  outside.on("connect", (incoming, socket) => {
    const [host = ""] = (incoming.url ?? "").split(":");
    if (!(host in hosts)) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    inside.emit("connection", socket);
  });
  const port = await getFreePort();
  await new Promise<void>((resolve, reject) => outside.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    port,
    authorityPem: authority.certPem,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      outside.closeAllConnections();
      await new Promise((resolve) => outside.close(resolve));
    },
  };
}

function collectOutput(
  python: string,
  script: string,
  { input, env }: { input: string; env: Record<string, string> },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script], { env: { ...env, NODE_ENV: "test" }, timeout: timeoutMs });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        output[stream] += text;
      });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output.stdout);
      else reject(new Error(`${script} ended with ${code}\n${output.stdout}\n${output.stderr.slice(-4_000)}`));
    });
    child.stdin.end(input);
  });
}
