import { randomBytes } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, isIP } from "node:net";
import { followVisit, type VisitAnswer } from "@/lib/edge/follow-visit";
import { type ReachTokens, reachHeader } from "@/lib/edge/reach-token";
import { createTlsProber } from "@/lib/edge/tls-prober";
import { isPublicAddress } from "@/lib/kernel/public-address";
import type { OriginProbe, PortReach, ReachProber, TlsReach, Visit } from "@/lib/platform/ports/edge";

export type ReachProberOptions = {
  httpPort: number;
  httpsPort: number;
  /** For the sandbox and tests only. */
  allowPrivate: boolean;
  caFile: string | null;
  tokens: ReachTokens;
  now(): Date;
};

const maxAnswerBytes = 16_384;
/** For the rest of a body once the status and the headers are there. */
const bodyMs = 1_000;

export function createReachProber(options: ReachProberOptions): ReachProber {
  return {
    async probe(hostname, address, { handshake, budgetMs }) {
      const none = {
        proven: false,
        reachPath: { http: false, https: false },
        headerPasses: false,
        visits: { http: null, https: null },
      };
      if (!options.allowPrivate && !isPublicAddress(address)) {
        const port = { kind: "blocked" as const, reason: "not a public address", status: null, server: null };
        return { address, http: port, https: port, tls: { kind: "skipped", reason: null }, ...none };
      }
      const deadlineMs = performance.now() + budgetMs;
      const leftMs = () => Math.max(1, deadlineMs - performance.now());
      const { path, proof } = options.tokens.issue(hostname, options.now());
      const target = (secure: boolean) => ({
        hostname,
        address,
        port: secure ? options.httpsPort : options.httpPort,
        secure,
        serverName: hostname,
      });
      const askPath = (secure: boolean) => askPort({ ...target(secure), path, headers: plainHeaders }, leftMs());
      const visit = (secure: boolean): Promise<Visit> =>
        followVisit({
          hostname,
          secure,
          ports: { http: options.httpPort, https: options.httpsPort },
          freshQuery: `latchkey=${randomBytes(6).toString("hex")}`,
          ask: async ({ url, cookie }) => {
            const headers = {
              ...visitorHeaders,
              ...(cookie === "" ? {} : { cookie }),
              [reachHeader]: tokenOf(path),
            };
            const to = { ...target(url.protocol === "https:"), path: `${url.pathname}${url.search}` };
            return asVisitAnswer(await askPort({ ...to, headers }, leftMs()), proof);
          },
        });
      const [http, https, tls, httpVisit, httpsVisit] = await Promise.all([
        askPath(false),
        handshake ? askPath(true) : knock(target(true), budgetMs),
        handshake ? askTls(options, hostname, address, budgetMs) : { kind: "skipped" as const, reason: null },
        visit(false),
        handshake ? visit(true) : null,
      ]);
      const reachPath = { http: gives(http, proof), https: gives(https, proof) };
      const visits = { http: httpVisit, https: httpsVisit };
      const isVisitProven = [httpVisit, httpsVisit].some((one) => one?.steps.some((step) => step.proven));
      const proven = reachPath.http || reachPath.https || isVisitProven;
      const headerPasses = hasProof(https, proof);
      return { address, http: http.port, https: https.port, tls, proven, reachPath, headerPasses, visits };
    },
  };
}

const originBudgetMs = 1_500;

/** The caller must have checked the origin's address. The probe never rejects. */
export function createOriginProbe({ tokens, now }: Pick<ReachProberOptions, "tokens" | "now">): OriginProbe {
  return async (hostname, { address, port, scheme, name }) => {
    const { path, proof } = tokens.issue(hostname, now());
    const secure = scheme === "https";
    const target = { hostname, address, port, secure, serverName: name, path, headers: plainHeaders };
    return gives(await askPort(target, originBudgetMs), proof);
  };
}

type Target = {
  hostname: string;
  address: string;
  port: number;
  secure: boolean;
  serverName: string;
  path: string;
  headers: Record<string, string>;
};
type Asked = { port: PortReach; headers: IncomingMessage["headers"]; body: string };

const plainHeaders = { "user-agent": "Latchkey-Diagnosis", accept: "*/*" };

/** As a browser sends them, with our name in them. */
const visitorHeaders = {
  "user-agent": "Mozilla/5.0 (compatible; Latchkey-Diagnosis/1.0)",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en;q=0.9,*;q=0.5",
  "cache-control": "no-cache",
  "upgrade-insecure-requests": "1",
};

function tokenOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** By the header, or on the reach path by the body: some proxies drop the one, some the other. */
function gives(asked: Asked, proof: string): boolean {
  return hasProof(asked, proof) || asked.body.includes(proof);
}

function hasProof({ headers }: Pick<Asked, "headers">, proof: string): boolean {
  return [headers[reachHeader]].flat().includes(proof);
}

function asVisitAnswer(asked: Asked, proof: string): VisitAnswer {
  const { port, headers, body: text } = asked;
  if (port.status === null) return { kind: "failed", failure: { kind: port.kind, reason: port.reason ?? port.kind } };
  const flat = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ").slice(0, 1_024)]);
  return {
    kind: "answer",
    status: port.status,
    location: headers.location?.slice(0, maxLocationLength) ?? null,
    server: port.server,
    headers: Object.fromEntries(flat),
    text,
    setCookies: headers["set-cookie"] ?? [],
    // Not by the body: a page may show what it was sent.
    proven: hasProof(asked, proof),
  };
}

const maxLocationLength = 2_049;

/** Whether the port takes connections: without a handshake, the edge asks nobody for a certificate. */
function knock({ address, port }: Pick<Target, "address" | "port">, timeoutMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    const settle = (kind: PortReach["kind"], reason: string | null) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ port: { kind, reason, status: null, server: null }, headers: {}, body: "" });
    };
    const socket = connect({ host: address, port });
    const timer = setTimeout(
      () => settle("timeout", `no connection within ${timeoutMs / 1_000} s`),
      Math.max(1, timeoutMs),
    );
    socket.on("connect", () => settle("skipped", null));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? "error";
      settle(kindOfError(code, false), code);
    });
  });
}

function askPort(
  { hostname, address, port, secure, serverName, path, headers }: Target,
  timeoutMs: number,
): Promise<Asked> {
  const endMs = performance.now() + timeoutMs;
  return new Promise((resolve) => {
    let body = "";
    let response: IncomingMessage | null = null;
    const settle = (kind: PortReach["kind"], reason: string | null) => {
      clearTimeout(timer);
      request.destroy();
      const status = response?.statusCode ?? null;
      const server = [response?.headers.server].flat()[0]?.slice(0, 80) ?? null;
      resolve({ port: { kind, reason, status, server }, headers: response?.headers ?? {}, body });
    };
    const options = {
      host: address,
      port,
      path,
      agent: false as const,
      maxHeaderSize: 32_768,
      headers: { host: hostname, ...headers },
    };
    const request = secure
      ? httpsRequest({ ...options, servername: isIP(serverName) === 0 ? serverName : "", rejectUnauthorized: false })
      : httpRequest(options);
    let timer = setTimeout(
      () => settle("timeout", `no answer within ${(timeoutMs / 1_000).toFixed(1)} s`),
      Math.max(1, timeoutMs),
    );
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (response !== null) return settle("open", null);
      const code = error.code ?? "error";
      settle(kindOfError(code, secure), code);
    });
    request.on("response", (incoming) => {
      response = incoming;
      clearTimeout(timer);
      timer = setTimeout(() => settle("open", null), Math.min(bodyMs, Math.max(1, endMs - performance.now())));
      incoming.setEncoding("latin1");
      incoming.on("data", (chunk: string) => {
        body = (body + chunk).slice(0, maxAnswerBytes);
        if (body.length >= maxAnswerBytes) settle("open", null);
      });
      incoming.on("end", () => settle("open", null));
      incoming.on("error", () => settle("open", null));
    });
    request.on("upgrade", (_incoming, socket) => {
      socket.destroy();
      settle("broken", "an upgrade that was not requested");
    });
    request.end();
  });
}

function kindOfError(code: string, secure: boolean): PortReach["kind"] {
  if (code === "ECONNREFUSED") return "refused";
  if (code === "ETIMEDOUT") return "timeout";
  if (/^E(HOSTUNREACH|NETUNREACH|ADDRNOTAVAIL|NETDOWN|HOSTDOWN|AFNOSUPPORT|INVAL|ACCES)$/.test(code)) return "no_route";
  // The port is open, but the response is not HTTP, or the handshake failed for this name.
  return secure || code.startsWith("HPE_") || code === "ECONNRESET" ? "broken" : "no_route";
}

async function askTls(
  { httpsPort, caFile, now }: ReachProberOptions,
  hostname: string,
  address: string,
  timeoutMs: number,
): Promise<TlsReach> {
  const prober = createTlsProber({ address: { host: address, port: httpsPort }, caFile, now });
  const probe = await prober.probe(hostname, { timeoutMs: Math.max(1, timeoutMs) });
  if (probe.kind !== "certificate") return { kind: probe.kind, reason: probe.reason.slice(0, 300) };
  const { issuer, names, notBefore, notAfter } = probe.certificate;
  return {
    kind: "certificate",
    issuer: issuer.slice(0, 300),
    names: names.slice(0, 20).map((name) => name.slice(0, 253)),
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
    trusted: probe.trusted,
    matchesName: probe.matchesName,
    code: probe.code,
    reason: probe.reason?.slice(0, 300) ?? null,
  };
}
