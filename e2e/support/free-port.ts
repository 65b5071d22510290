import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";

const FIRST_PORT = 20_000;
const BLOCK_SIZE = 50;
const MIN_BLOCKS = 20;
// Linux's default start of the ephemeral range, unless the machine is configured otherwise.
const EPHEMERAL_START = 32_768;
const ATTEMPTS = 200;
const ADDRESSES = ["127.0.0.1", "127.0.0.2", "::1"];

let left: number[] = [];

/**
 * A port that is free for TCP and UDP on every loopback address that the tests use. No other process gets it from
 * here while this one runs, and no outgoing connection can take it before its server listens.
 */
export async function getFreePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (left.length === 0) left = await reserveBlock();
    const port = left.shift();
    if (port !== undefined && (await isFree(port))) return port;
  }
  throw new Error(`no free port on loopback in ${ATTEMPTS} attempts`);
}

// The process that listens on a block's first port owns the block; the kernel releases it with the process.
async function reserveBlock(): Promise<number[]> {
  const count = Math.floor((ephemeralStart() - FIRST_PORT) / BLOCK_SIZE);
  const start = Math.floor(Math.random() * count);
  for (let index = 0; index < count; index += 1) {
    const first = FIRST_PORT + ((start + index) % count) * BLOCK_SIZE;
    if (!(await claim(first))) continue;
    return Array.from({ length: BLOCK_SIZE - 1 }, (_, offset) => first + 1 + offset);
  }
  throw new Error(`every block of ports from ${FIRST_PORT} is taken`);
}

function ephemeralStart(): number {
  let start = EPHEMERAL_START;
  try {
    start = Math.min(start, Number.parseInt(readFileSync("/proc/sys/net/ipv4/ip_local_port_range", "utf8"), 10));
  } catch {
    // Not Linux: other systems start higher.
  }
  // If the kernel uses nearly all ports, a block is free only by chance.
  return start - FIRST_PORT >= MIN_BLOCKS * BLOCK_SIZE ? start : EPHEMERAL_START;
}

function claim(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const guard = createServer((socket) => socket.destroy());
    guard.on("error", () => resolve(false));
    guard.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      guard.unref();
      resolve(true);
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  for (const host of ADDRESSES)
    if (!(await isFreeForTcp(port, host)) || !(await isFreeForUdp(port, host))) return false;
  return true;
}

function isFreeForTcp(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error) => resolve(!isTaken(error)));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function isFreeForUdp(port: number, address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    socket.on("error", (error) => socket.close(() => resolve(!isTaken(error))));
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

// An address that this machine does not have cannot conflict.
function isTaken({ code }: NodeJS.ErrnoException): boolean {
  return code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT";
}
