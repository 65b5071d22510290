import { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import { checkServerIdentity, connect, createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import type { CertificateFault, ProbeResult, SeenCertificate, TlsProber } from "@/lib/platform/ports/edge";

export type TlsProberOptions = {
  /** Where the edge listens, whatever the hostname resolves to. */
  address: { host: string; port: number };
  /** PEM file of the only trusted roots, or null for Node's built-in ones. It may appear or change later. */
  caFile: string | null;
  now(): Date;
  /** Receives what the result must not say, because tenants read that: our addresses and files. Once for each change. */
  onFault?: (detail: string) => void;
};

// The first handshake makes Caddy order the certificate, which takes a CA many seconds.
const defaultTimeoutMs = 20_000;

export function createTlsProber(options: TlsProberOptions): TlsProber {
  const { caFile, onFault = () => undefined } = options;
  const report = onChange(onFault);
  const trust = caFile === null ? () => systemTrust : fileTrust(caFile, report);
  return {
    probe: (hostname, { timeoutMs = defaultTimeoutMs } = {}) =>
      handshake(hostname, options, trust(), timeoutMs, report),
  };
}

type Report = (detail: string | null) => void;

/** While the edge is down every probe fails for the same reason. */
function onChange(onFault: (detail: string) => void): Report {
  let last: string | null = null;
  return (detail) => {
    if (detail !== null && detail !== last) onFault(detail);
    last = detail;
  };
}

type Trust = { context: SecureContext | undefined; problem: string | null };

const systemTrust: Trust = { context: undefined, problem: null };

function handshake(
  hostname: string,
  { address, now }: Pick<TlsProberOptions, "address" | "now">,
  trust: Trust,
  timeoutMs: number,
  report: Report,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    let connected = false;
    let settled = false;
    let socket: TLSSocket | null = null;
    const failToConnect = (error: unknown): ProbeResult => {
      const code = systemCode(error);
      report(`no connection to ${address.host} port ${address.port}: ${code}`);
      return { kind: "unreachable", code: "no_connection", reason: `no connection (${code})` };
    };
    const settle = (result: ProbeResult) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      socket?.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => {
      const stage = connected ? "the handshake was not finished" : "no connection";
      if (!connected) report(`no connection to ${address.host} port ${address.port} within ${timeoutMs / 1_000} s`);
      settle({ kind: "unreachable", code: "timeout", reason: `${stage} within ${timeoutMs / 1_000} s` });
    }, timeoutMs);
    try {
      socket = connect({
        ...address,
        servername: isIP(hostname) ? "" : hostname,
        secureContext: trust.context,
        ALPNProtocols: ["h2", "http/1.1"],
        // We validate: the chain by what OpenSSL found, and the name separately.
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
      });
    } catch (error) {
      return settle(failToConnect(error));
    }
    const opened = socket;
    opened.on("connect", () => {
      connected = true;
      if (trust.problem === null) report(null);
    });
    opened.on("error", (error: NodeJS.ErrnoException) =>
      settle(connected ? describeFailure(error) : failToConnect(error)),
    );
    opened.on("close", () => settle(closed));
    opened.on("secureConnect", () => settle(validate(opened, hostname, trust, now())));
  });
}

const closed: ProbeResult = {
  kind: "refused",
  code: "closed",
  reason: "the connection was closed during the handshake",
};

function validate(socket: TLSSocket, hostname: string, trust: Trust, now: Date): ProbeResult {
  const peer = socket.getPeerX509Certificate();
  if (!peer) return { kind: "refused", code: "no_certificate", reason: "the server showed no certificate" };
  const certificate = describeCertificate(peer);
  const trusted = trust.problem === null && socket.authorized;
  const matchesName = checkServerIdentity(hostname, peer.toLegacyObject()) === undefined;
  const chain = trusted ? null : chainFault(trust, socket.authorizationError, certificate, now);
  const name: Fault | null = matchesName
    ? null
    : { code: "wrong_name", reason: `the certificate is for ${certificate.names.join(", ") || "no name"}` };
  const reasons = [name, chain].flatMap((fault) => (fault === null ? [] : [fault.reason]));
  const code = (chain ?? name)?.code ?? null;
  return { kind: "certificate", certificate, trusted, matchesName, code, reason: reasons.join("; ") || null };
}

type Fault = { code: CertificateFault; reason: string };

function chainFault(
  { problem }: Trust,
  error: Error | string | null,
  { issuer, notBefore, notAfter }: SeenCertificate,
  now: Date,
): Fault {
  if (problem !== null) return { code: "roots_unavailable", reason: problem };
  const code = errorCode(error);
  if (code === "CERT_HAS_EXPIRED") {
    return notAfter < now
      ? { code: "expired", reason: `the certificate expired on ${notAfter.toISOString()}` }
      : { code: "issuer_expired", reason: "a certificate of the issuing CA has expired" };
  }
  if (code === "CERT_NOT_YET_VALID") {
    return { code: "not_yet_valid", reason: `the certificate is not valid before ${notBefore.toISOString()}` };
  }
  return { code: "untrusted_issuer", reason: `the chain is not trusted: issued by ${issuer} (${code})` };
}

/** OpenSSL's name for what is wrong with a chain; some versions of Node give it as text alone. */
function errorCode(error: Error | string | null): string {
  return typeof error === "string" && /^[A-Z_]+$/.test(error) ? error : systemCode(error);
}

/** A code and never a message, which may name an address or a file. */
function systemCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "unknown error";
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

function describeFailure(error: NodeJS.ErrnoException): ProbeResult {
  const alert = /alert ([a-z0-9 _]+)/i.exec(error.message)?.[1]?.trim().replaceAll(" ", "_");
  if (alert && !/^number/.test(alert)) return { kind: "refused", code: "alert", reason: alert };
  if (error.code === "ECONNRESET") return closed;
  return { kind: "refused", code: "protocol", reason: systemCode(error) };
}

/** Reads the file again when it has changed. A missing or unreadable file is a reason, not an error. */
function fileTrust(path: string, report: Report): () => Trust {
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
      report(`the file of trusted roots ${path}: ${code ?? String(error)}`);
      const what = code === "ENOENT" ? "does not exist yet" : "cannot be read";
      return { context: createSecureContext({ ca: [] }), problem: `the edge's file of trusted roots ${what}` };
    }
  };
}

// Parsed one by one, because OpenSSL silently skips what it cannot read.
function readRoots(pem: string): string[] {
  const roots = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (roots.length === 0) throw new Error("it holds no certificate");
  for (const root of roots) new X509Certificate(root);
  return roots;
}
