import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { getFreePort } from "@/e2e/support/free-port";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

it("never gives a port to two processes, even if none of them listens on it yet", async () => {
  const own = await Promise.all(Array.from({ length: 60 }, getFreePort));
  const others = await Promise.all([portsOfAnotherProcess(60), portsOfAnotherProcess(60)]);
  const all = [own, ...others].flat();
  expect(all).toHaveLength(180);
  expect(new Set(all).size).toBe(180);
});

it("gives no port that the kernel may take for an outgoing connection", async () => {
  for (let index = 0; index < 3; index += 1) expect(await getFreePort()).toBeLessThan(32_768);
});

it("skips a port that is taken on TCP or UDP", async () => {
  const port = await getFreePort();
  const server = createServer().listen(port + 1, "127.0.0.1");
  cleanups.push(() => server.close());
  await once(server, "listening");
  const socket = createSocket("udp4").bind(port + 2, "127.0.0.1");
  cleanups.push(() => socket.close());
  await once(socket, "listening");
  const next = [await getFreePort(), await getFreePort()];
  expect(next).not.toContain(port + 1);
  expect(next).not.toContain(port + 2);
});

/** The process runs until the test ends, and listens on none of the ports. */
async function portsOfAnotherProcess(count: number): Promise<number[]> {
  const script = `import("./e2e/support/free-port.ts").then(async ({ getFreePort }) => {
    const ports = [];
    for (let index = 0; index < ${count}; index += 1) ports.push(await getFreePort());
    console.log(JSON.stringify(ports));
    setInterval(() => {}, 60_000);
  })`;
  const child = spawn(process.execPath, ["--import", "tsx", "-e", script], {
    cwd: join(import.meta.dirname, "../.."),
    stdio: ["ignore", "pipe", "inherit"],
  });
  cleanups.push(async () => {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  });
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    if (said.includes("\n")) break;
  }
  return JSON.parse(said);
}
