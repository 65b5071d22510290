import { createSocket, type RemoteInfo, type Socket as UdpSocket } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";

/** Where a query came from and how to answer it; `send` adds the length prefix on TCP (RFC 1035, section 4.2.2). */
export type DnsChannel = { host: string; send(message: Buffer): void } & (
  | { transport: "udp"; from: RemoteInfo }
  | { transport: "tcp"; socket: Socket }
);

export type DnsListener = { port: number; close(): Promise<void> };

const maxTcpConnections = 256;
const tcpIdleMs = 10_000;
const portTries = 20;

/** UDP and TCP on one port of each host. With port 0 a port is found that is free for all of them. */
export async function listenForDns(options: {
  hosts: readonly string[];
  port: number;
  onQuery(query: Buffer, channel: DnsChannel): void;
}): Promise<DnsListener> {
  let lastError: unknown;
  for (let attempt = 0; attempt < portTries; attempt += 1) {
    const opened: { close(): Promise<void> }[] = [];
    let port = options.port;
    try {
      for (const host of options.hosts) {
        const udp = await openUdp(host, port, options.onQuery);
        opened.push(udp);
        port = udp.port;
        opened.push(await openTcp(host, port, options.onQuery));
      }
      return { port, close: async () => void (await Promise.all(opened.map((part) => part.close()))) };
    } catch (error) {
      await Promise.all(opened.map((part) => part.close()));
      lastError = error;
      if (options.port !== 0) break;
    }
  }
  throw lastError;
}

type OnQuery = (query: Buffer, channel: DnsChannel) => void;

async function openUdp(host: string, port: number, onQuery: OnQuery): Promise<DnsListener> {
  const socket: UdpSocket = createSocket({ type: host.includes(":") ? "udp6" : "udp4" });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ port, address: host, exclusive: true }, resolve);
  });
  socket.removeAllListeners("error");
  // A reply to a client that has gone away may come back as an error; there is nobody to report it to.
  socket.on("error", () => undefined);
  socket.on("message", (query, from) =>
    onQuery(query, { transport: "udp", host, from, send: (message) => socket.send(message, from.port, from.address) }),
  );
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function openTcp(host: string, port: number, onQuery: OnQuery): Promise<{ close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.setTimeout(tcpIdleMs, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    readFrames(socket, (query) =>
      onQuery(query, {
        transport: "tcp",
        host,
        socket,
        send: (message) => {
          if (!socket.destroyed) socket.write(frame(message));
        },
      }),
    );
  });
  server.maxConnections = maxTcpConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The length prefix bounds what is held: at most one message and the rest of a read. */
function readFrames(socket: Socket, onFrame: (message: Buffer) => void): void {
  let held = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0);
      onFrame(held.subarray(2, end));
      held = held.subarray(end);
    }
  });
}

function frame(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
