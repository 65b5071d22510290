import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { ReachTokens } from "@/lib/edge/reach-token";
import { createTlsProber } from "@/lib/edge/tls-prober";
import { isPublicAddress } from "@/lib/kernel/public-address";
import type { OriginProbe, PortReach, ReachProber, TlsReach } from "@/lib/platform/ports/edge";

export type ReachProberOptions = {
  httpPort: number;
  httpsPort: number;
  /** For the sandbox and tests only. */
  allowPrivate: boolean;
  caFile: string | null;
  tokens: ReachTokens;
  now(): Date;
};

const maxAnswerBytes = 4_096;

export function createReachProber(options: ReachProberOptions): ReachProber {
  return {
    async probe(hostname, address, { handshake, budgetMs }) {
      if (!options.allowPrivate && !isPublicAddress(address)) {
        const none = { kind: "blocked" as const, reason: "not a public address", status: null, server: null };
        return { address, http: none, https: none, tls: { kind: "skipped", reason: null }, proven: false };
      }
      const challenge = options.tokens.issue(hostname, options.now());
      const ask = (secure: boolean) => {
        const port = secure ? options.httpsPort : options.httpPort;
        return askPort({ hostname, address, port, secure, serverName: hostname, path: challenge.path }, budgetMs);
      };
      const [http, https, tls] = await Promise.all([
        ask(false),
        handshake ? ask(true) : skipped,
        handshake ? askTls(options, hostname, address, budgetMs) : { kind: "skipped" as const, reason: null },
      ]);
      const proven = http.body.includes(challenge.proof) || https.body.includes(challenge.proof);
      return { address, http: http.port, https: https.port, tls, proven };
    },
  };
}

const originBudgetMs = 1_500;

/** The caller must have checked the origin's address. The probe never rejects. */
export function createOriginProbe({ tokens, now }: Pick<ReachProberOptions, "tokens" | "now">): OriginProbe {
  return async (hostname, { address, port, scheme, name }) => {
    const { path, proof } = tokens.issue(hostname, now());
    const secure = scheme === "https";
    const { body } = await askPort({ hostname, address, port, secure, serverName: name, path }, originBudgetMs);
    return body.includes(proof);
  };
}

type Target = {
  hostname: string;
  address: string;
  port: number;
  secure: boolean;
  serverName: string;
  path: string;
};
type Asked = { port: PortReach; body: string };

const skipped: Asked = { port: { kind: "skipped", reason: null, status: null, server: null }, body: "" };

function askPort({ hostname, address, port, secure, serverName, path }: Target, timeoutMs: number): Promise<Asked> {
  return new Promise((resolve) => {
    let body = "";
    let response: IncomingMessage | null = null;
    const settle = (kind: PortReach["kind"], reason: string | null) => {
      clearTimeout(timer);
      request.destroy();
      const status = response?.statusCode ?? null;
      const server = [response?.headers.server].flat()[0]?.slice(0, 80) ?? null;
      resolve({ port: { kind, reason, status, server }, body });
    };
    const options = {
      host: address,
      port,
      path,
      agent: false as const,
      maxHeaderSize: 16_384,
      headers: { host: hostname, "user-agent": "Latchkey-Diagnosis", accept: "*/*" },
    };
    const request = secure
      ? httpsRequest({ ...options, servername: isIP(serverName) === 0 ? serverName : "", rejectUnauthorized: false })
      : httpRequest(options);
    const timer = setTimeout(
      () => settle("timeout", `no answer within ${timeoutMs / 1_000} s`),
      Math.max(1, timeoutMs),
    );
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (response !== null) return settle("open", null);
      const code = error.code ?? "error";
      settle(kindOfError(code, secure), code);
    });
    request.on("response", (incoming) => {
      response = incoming;
      incoming.setEncoding("latin1");
      incoming.on("data", (chunk: string) => {
        body = (body + chunk).slice(0, maxAnswerBytes);
        if (body.length >= maxAnswerBytes) settle("open", null);
      });
      incoming.on("end", () => settle("open", null));
      incoming.on("error", () => settle("open", null));
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
