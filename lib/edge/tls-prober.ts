import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import { checkServerIdentity, connect, createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import type { ProbeResult, SeenCertificate, TlsProber } from "@/lib/platform/ports/edge";

export type TlsProberOptions = {
  /** Where the edge listens, whatever the hostname resolves to. */
  address: { host: string; port: number };
  /** PEM file of the only trusted roots, or null for those that Node brings. It may appear or change later. */
  caFile: string | null;
};

// A first handshake makes Caddy order the certificate, which takes a CA many seconds.
const PROBE_TIMEOUT_MS = 20_000;

export function createTlsProber({ address, caFile }: TlsProberOptions): TlsProber {
  const trust = caFile === null ? () => systemTrust : fileTrust(caFile);
  return {
    probe: (hostname, { timeoutMs = PROBE_TIMEOUT_MS } = {}) => handshake(hostname, address, trust(), timeoutMs),
  };
}

type Trust = { context: SecureContext | undefined; problem: string | null };

const systemTrust: Trust = { context: undefined, problem: null };

function handshake(
  hostname: string,
  address: TlsProberOptions["address"],
  trust: Trust,
  timeoutMs: number,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    let connected = false;
    let settled = false;
    let socket: TLSSocket | null = null;
    const settle = (result: ProbeResult) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      socket?.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      const stage = connected ? "the handshake was not finished" : "no connection";
      settle({ kind: "unreachable", reason: `${stage} within ${timeoutMs / 1_000} s` });
    }, timeoutMs);
    try {
      socket = connect({
        ...address,
        servername: isIP(hostname) ? "" : hostname,
        secureContext: trust.context,
        ALPNProtocols: ["h2", "http/1.1"],
        // We judge for ourselves: the chain by what OpenSSL found, the name apart from it.
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
      });
    } catch (error) {
      return settle({ kind: "unreachable", reason: error instanceof Error ? error.message : String(error) });
    }
    const opened = socket;
    opened.on("connect", () => {
      connected = true;
    });
    opened.on("error", (error: NodeJS.ErrnoException) => settle(describeFailure(error, connected, address)));
    opened.on("close", () => settle({ kind: "refused", reason: "the connection was closed during the handshake" }));
    opened.on("secureConnect", () => settle(judge(opened, hostname, trust)));
  });
}

function judge(socket: TLSSocket, hostname: string, trust: Trust): ProbeResult {
  const peer = socket.getPeerX509Certificate();
  if (!peer) return { kind: "refused", reason: "the server showed no certificate" };
  const certificate = describeCertificate(peer);
  const trusted = trust.problem === null && socket.authorized;
  const nameError = checkServerIdentity(hostname, peer.toLegacyObject());
  const chainReason = trusted ? null : (trust.problem ?? chainProblem(socket.authorizationError, certificate));
  const nameReason = nameError ? `the certificate is for ${certificate.names.join(", ") || "no name"}` : null;
  return {
    kind: "certificate",
    certificate,
    trusted,
    matchesName: !nameError,
    reason: [nameReason, chainReason].filter((reason) => reason !== null).join("; ") || null,
  };
}

function chainProblem(error: Error | string | null, { issuer, notBefore, notAfter }: SeenCertificate): string {
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
  if (code === "CERT_HAS_EXPIRED") {
    return notAfter.getTime() < Date.now()
      ? `the certificate expired on ${notAfter.toISOString()}`
      : "a certificate of the issuing CA has expired";
  }
  if (code === "CERT_NOT_YET_VALID") return `the certificate is not valid before ${notBefore.toISOString()}`;
  return `the chain is not trusted: issued by ${issuer} (${code})`;
}

function describeCertificate(certificate: X509Certificate): SeenCertificate {
  const names: string[] = [];
  for (const entry of certificate.subjectAltName?.split(", ") ?? []) {
    const [, name] = entry.match(/^(?:DNS|IP Address):([^"]+)$/) ?? [];
    if (name) names.push(name);
  }
  return {
    issuer: oneLine(certificate.issuer),
    subject: oneLine(certificate.subject),
    serial: certificate.serialNumber,
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    names,
  };
}

function oneLine(distinguishedName: string | undefined): string {
  return (distinguishedName ?? "").trim().split("\n").join(", ");
}

function describeFailure(
  error: NodeJS.ErrnoException,
  connected: boolean,
  { host, port }: TlsProberOptions["address"],
): ProbeResult {
  if (!connected) return { kind: "unreachable", reason: `${host}:${port}: ${error.code ?? error.message}` };
  const alert = /alert ([a-z0-9 _]+)/i.exec(error.message)?.[1]?.trim().replaceAll(" ", "_");
  if (alert && !/^number/.test(alert)) return { kind: "refused", reason: alert };
  if (error.code === "ECONNRESET") {
    return { kind: "refused", reason: "the connection was closed during the handshake" };
  }
  return { kind: "refused", reason: error.code ?? error.message };
}

/** Reads the file when it was changed since the last probe. Missing or unreadable is a reason, not an error. */
function fileTrust(path: string): () => Trust {
  let version = "";
  let trust: Trust = systemTrust;
  return () => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      if (version !== `${mtimeMs} ${size} ${ino}`) {
        const roots = readRoots(readFileSync(path, "utf8"));
        trust = { context: createSecureContext({ ca: roots }), problem: null };
        version = `${mtimeMs} ${size} ${ino}`;
      }
      return trust;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      const what = code === "ENOENT" ? "does not exist yet" : `cannot be read (${code ?? String(error)})`;
      return { context: createSecureContext({ ca: [] }), problem: `the file of trusted roots ${path} ${what}` };
    }
  };
}

// Each is parsed here, because OpenSSL silently skips what it cannot read.
function readRoots(pem: string): string[] {
  const roots = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (roots.length === 0) throw new Error("it holds no certificate");
  for (const root of roots) new X509Certificate(root);
  return roots;
}
