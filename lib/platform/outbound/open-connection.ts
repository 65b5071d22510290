import { connect, isIP, isIPv6, type Socket } from "node:net";
import { connect as connectTls, rootCertificates } from "node:tls";
import { hostOf } from "@/lib/platform/outbound/outbound-url";

/** Starts a TCP connection to one of some checked addresses. It must not resolve anything. */
export type Dial = (addresses: readonly string[], port: number) => Socket;

// Long enough for the other side of the world; the next address is tried after it.
const attemptTimeoutMs = 1_000;

/**
 * Connects to the first address that answers (RFC 8305: both families in turns). The socket is given all checked addresses
 * as the result of its look-up, so it has no way to ask DNS again.
 */
export const dialAny: Dial = (addresses, port) => {
  const [only] = addresses;
  if (addresses.length === 1 && only !== undefined) return connect({ host: only, port });
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return connect({
    host: "checked.invalid",
    port,
    lookup: (_host, _options, callback) => callback(null, found),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
  });
};

/** Waits for the TCP connection; the signal ends it, now and later. @throws the socket's error */
export async function openTcp(socket: Socket, signal: AbortSignal): Promise<void> {
  guard(socket, signal);
  await settled(socket, "connect");
}

/**
 * TLS over an open connection. SNI and the certificate check use the URL's name, whatever address the connection goes to.
 * @param ca PEM of a root that is trusted in addition to the usual ones
 * @throws the handshake's error
 */
export async function openTls(tcp: Socket, url: URL, ca: string | undefined, signal: AbortSignal): Promise<Socket> {
  const host = hostOf(url);
  const socket = connectTls({
    socket: tcp,
    host,
    // SNI carries names only (RFC 6066).
    ...(isIP(host) === 0 && { servername: host }),
    ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
    ALPNProtocols: ["http/1.1"],
    // The default follows NODE_TLS_REJECT_UNAUTHORIZED.
    rejectUnauthorized: true,
  });
  guard(socket, signal);
  await settled(socket, "secureConnect");
  return socket;
}

/** The signal destroys the socket, and its errors are always handled. */
function guard(socket: Socket, signal: AbortSignal): void {
  const end = () => socket.destroy();
  socket.on("error", () => {});
  socket.once("close", () => signal.removeEventListener("abort", end));
  signal.addEventListener("abort", end);
}

/** The listeners stay: the socket lives for one exchange. */
function settled(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the connection was closed")));
  });
}
