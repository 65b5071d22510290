import { randomInt } from "node:crypto";
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import { type DnsMessage, decodeMessage, encodeQuery, rcodes } from "@/lib/dns/message";

export type ServerEndpoint = { address: string; port: number };
export type OutgoingQuestion = {
  name: string;
  type: string;
  recursionDesired: boolean;
  edns: boolean;
  checkingDisabled?: boolean;
};
export type TransportOutcome =
  | { kind: "message"; message: DnsMessage }
  | { kind: "failed"; reason: "timeout" | "malformed" | "network" | "no_tcp" };

export type UdpTransport = {
  ask(server: ServerEndpoint, question: OutgoingQuestion, timeoutMs: number): Promise<TransportOutcome>;
  close(): Promise<void>;
};

const socketsPerFamily = 8;
const usesPerSocket = 512;
const maxSocketAgeMs = 10_000;

/**
 * DNS over UDP with what RFC 5452 asks for: a random id, a random one of several random ports, and an answer counts only
 * when address, port, id and question agree. Sockets are shared and renewed, because opening one per query costs more.
 */
export function createUdpTransport(): UdpTransport {
  const pools = {
    udp4: new Array<PooledSocket | undefined>(socketsPerFamily),
    udp6: new Array<PooledSocket | undefined>(socketsPerFamily),
  };
  const open = new Set<PooledSocket>();
  let isClosed = false;

  function pick(family: "udp4" | "udp6"): PooledSocket {
    const slot = randomInt(socketsPerFamily);
    const current = pools[family][slot];
    if (current !== undefined && !current.isSpent()) {
      return current;
    }
    current?.retire();
    const fresh = openSocket(family, () => {
      open.delete(fresh);
      if (pools[family][slot] === fresh) pools[family][slot] = undefined;
    });
    open.add(fresh);
    pools[family][slot] = fresh;
    return fresh;
  }

  return {
    ask(server, question, timeoutMs) {
      if (isClosed) return Promise.resolve({ kind: "failed", reason: "network" });
      return pick(isIPv6(server.address) ? "udp6" : "udp4").ask(server, question, timeoutMs);
    },
    async close() {
      isClosed = true;
      await Promise.all(Array.from(open, (socket) => socket.destroy()));
    },
  };
}

type PooledSocket = {
  ask: UdpTransport["ask"];
  isSpent(): boolean;
  /** Accepts no more queries; closes after the last answer. */
  retire(): void;
  destroy(): Promise<void>;
};

type Pending = { server: ServerEndpoint; question: OutgoingQuestion; settle(outcome: TransportOutcome): void };

function openSocket(family: "udp4" | "udp6", onClosed: () => void): PooledSocket {
  const pending = new Map<number, Pending>();
  const openedAtMs = performance.now();
  let uses = 0;
  let isRetired = false;
  // Addresses need no look-up; Node would spend a turn of the event loop on each.
  const lookup = (
    address: string,
    _options: unknown,
    callback: (error: null, address: string, family: number) => void,
  ) => callback(null, address, family === "udp6" ? 6 : 4);
  const socket: Socket = createSocket({ type: family, ipv6Only: family === "udp6", lookup });
  const closed = new Promise<void>((resolve) => socket.once("close", resolve));
  socket.once("close", onClosed);
  socket.on("message", (bytes, from) => receive(pending, bytes, from));
  socket.on("error", () => destroy());
  socket.bind({ port: 0, address: family === "udp6" ? "::" : "0.0.0.0", exclusive: true });
  // Timers of pending queries keep the process alive; an idle pool does not.
  socket.unref();

  function closeWhenDone(): void {
    if (isRetired && pending.size === 0) close();
  }

  let isClosing = false;
  function close(): void {
    if (isClosing) return;
    isClosing = true;
    socket.close();
  }

  function destroy(): Promise<void> {
    isRetired = true;
    for (const entry of [...pending.values()]) {
      entry.settle({ kind: "failed", reason: "network" });
    }
    close();
    return closed;
  }

  return {
    ask(server, question, timeoutMs) {
      uses += 1;
      return new Promise((resolve) => {
        const id = freeId(pending);
        const timer = setTimeout(() => entry.settle({ kind: "failed", reason: "timeout" }), timeoutMs);
        const entry: Pending = {
          server,
          question,
          settle(outcome) {
            if (!pending.delete(id)) return;
            clearTimeout(timer);
            resolve(outcome);
            closeWhenDone();
          },
        };
        pending.set(id, entry);
        socket.send(encodeQuery({ ...question, id }), server.port, server.address, (error) => {
          if (error !== null) entry.settle({ kind: "failed", reason: "network" });
        });
      });
    },
    isSpent: () => isRetired || uses >= usesPerSocket || performance.now() - openedAtMs > maxSocketAgeMs,
    retire() {
      isRetired = true;
      closeWhenDone();
    },
    destroy,
  };
}

/** At most `usesPerSocket` of the 65,536 ids are taken, so this ends soon. */
function freeId(pending: ReadonlyMap<number, Pending>): number {
  let id = randomInt(0x10000);
  while (pending.has(id)) id = randomInt(0x10000);
  return id;
}

/** Drops what does not match a pending query: a forged answer must not end the wait. */
function receive(pending: ReadonlyMap<number, Pending>, bytes: Buffer, from: RemoteInfo): void {
  if (bytes.length < 2) return;
  const entry = pending.get(bytes.readUInt16BE(0));
  if (entry === undefined || from.port !== entry.server.port || from.address !== entry.server.address) return;
  const outcome = readResponse(bytes, entry.question);
  if (outcome !== null) entry.settle(outcome);
}

/** null: a message that answers another question. The id has been checked by the caller. */
export function readResponse(bytes: Buffer, question: OutgoingQuestion): TransportOutcome | null {
  let message: DnsMessage;
  try {
    message = decodeMessage(bytes);
  } catch {
    return { kind: "failed", reason: "malformed" };
  }
  if (!message.isResponse) return null;
  if (message.question === null) {
    // Some servers leave the question out of an error; an answer without its question proves nothing.
    return message.rcode === rcodes.noError ? { kind: "failed", reason: "malformed" } : { kind: "message", message };
  }
  const isOurs = message.question.name === question.name && message.question.type === question.type;
  return isOurs ? { kind: "message", message } : null;
}
