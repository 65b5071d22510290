import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { drainable } from "@/lib/api/drain-server";

let server: Server;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

async function serve(answer: (incoming: IncomingMessage, response: ServerResponse) => void) {
  server = createServer(answer);
  const drain = drainable(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const get = (path: string) =>
    new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
      request({ port, host: "127.0.0.1", path, agent }, (response) => {
        response.resume().once("end", () => {
          resolve({ status: response.statusCode ?? 0, connection: response.headers.connection });
        });
      })
        .once("error", reject)
        .end();
    });
  return { get, drain };
}

it("while it drains, requests are answered, and their connections are not used again", async () => {
  const { get, drain } = await serve((_, response) => response.end("ok"));
  expect(await get("/")).toEqual({ status: 200, connection: "keep-alive" });
  let closing = () => {};
  const isClosing = new Promise<void>((resolve) => {
    closing = resolve;
  });
  const drained = drain.drain({ lingerMs: 300, idleMs: 0, limitMs: 1_000, onClosing: closing });
  expect(await get("/")).toEqual({ status: 200, connection: "close" });
  expect(await get("/")).toEqual({ status: 200, connection: "close" });
  await isClosing;
  await drained;
  await expect(get("/")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

it("a request that waits is answered at the end, and its connection ends with it", async () => {
  let waiting: ServerResponse | undefined;
  const arrived = new Promise<void>((resolve) => {
    void serve((_, response) => {
      waiting = response;
      resolve();
    }).then(({ get, drain }) => {
      answer = get("/wait");
      startDrain = () =>
        drain.drain({ lingerMs: 0, idleMs: 0, limitMs: 5_000, onClosing: () => waiting?.end("changes") });
    });
  });
  let answer: Promise<unknown> = Promise.resolve();
  let startDrain = () => Promise.resolve();
  await arrived;
  await startDrain();
  expect(await answer).toEqual({ status: 200, connection: "close" });
});

it("an idle connection is good for one more request after the last new one was taken", async () => {
  const { get, drain } = await serve((_, response) => response.end("ok"));
  await get("/");
  let answer: Promise<unknown> = Promise.resolve();
  await drain.drain({
    lingerMs: 0,
    idleMs: 60_000,
    limitMs: 1_000,
    onClosing: () => {
      answer = get("/last");
    },
  });
  expect(await answer).toEqual({ status: 200, connection: "close" });
});

it("what is never answered does not keep the process", async () => {
  const { get, drain } = await serve(() => undefined);
  const refused = expect(get("/")).rejects.toMatchObject({ code: "ECONNRESET" });
  await once(server, "request");
  await drain.drain({ lingerMs: 0, idleMs: 0, limitMs: 50 });
  await refused;
});
