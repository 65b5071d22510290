export type FailureReason = "timeout" | "dns" | "connect" | "tls" | "reset" | "protocol";
/** The stage that was running. */
export type Stage = "dns" | "connect" | "tls" | "http";

export type Failure = { reason: FailureReason; message: string };

/** Why an exchange failed, in public text: codes, but no addresses and nothing that the other side wrote. Pure. */
export function describeFailure(stage: Stage, error: unknown): Failure {
  const code = errorCode(error);
  switch (stage) {
    case "dns":
      return {
        reason: "dns",
        message: code === tooManyLookups ? busyMessage : `The hostname has no address (${code}).`,
      };
    case "connect": {
      const message = connectMessages[code] ?? `The server cannot be reached (${code}).`;
      return { reason: "connect", message };
    }
    case "tls":
      return { reason: "tls", message: tlsMessages[code] ?? `The TLS handshake failed (${code}).` };
    case "http":
      return describeHttpFailure(code, error);
  }
}

export function describeTimeout(stage: Stage, timeoutMs: number): Failure {
  return { reason: "timeout", message: `${timeoutMessages[stage]} within ${timeoutMs / 1_000} s.` };
}

export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "closed";
}

function describeHttpFailure(code: string, error: unknown): Failure {
  if (code === "HPE_HEADER_OVERFLOW") {
    return { reason: "protocol", message: "The headers of the response are too large." };
  }
  // A server may only say after the handshake that it wants a client certificate (TLS 1.3).
  if (code.startsWith("ERR_SSL")) return describeFailure("tls", error);
  return resetCodes.has(code)
    ? { reason: "reset", message: "The server closed the connection before it sent a response." }
    : { reason: "protocol", message: `The response is not valid HTTP/1.1 (${code}).` };
}

export const tooManyLookups = "TOO_MANY_LOOKUPS";
const busyMessage = "Too many look-ups of your endpoints' hostnames are running. Check that your DNS servers answer.";

const resetCodes: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "HPE_INVALID_EOF_STATE"]);

const timeoutMessages: Record<Stage, string> = {
  dns: "The hostname was not resolved",
  connect: "The server did not accept a connection",
  tls: "The TLS handshake was not finished",
  http: "The headers of the response were not complete",
};

const connectMessages: Record<string, string> = {
  ECONNREFUSED: "The server refused the connection (ECONNREFUSED).",
  ETIMEDOUT: "The server did not accept a connection (ETIMEDOUT).",
};

const tlsMessages: Record<string, string> = {
  ERR_TLS_CERT_ALTNAME_INVALID: "The certificate is for another name than the URL's.",
  CERT_HAS_EXPIRED: "The certificate has expired.",
  CERT_NOT_YET_VALID: "The certificate is not valid yet.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The certificate is self-signed.",
  SELF_SIGNED_CERT_IN_CHAIN: "The certificate's chain ends in a root that is not trusted.",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "The certificate's chain ends in a root that is not trusted.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The server does not send the intermediate certificate, or its root is not trusted.",
};
