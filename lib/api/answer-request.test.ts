import { Agent, createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answerRequest } from "@/lib/api/answer-request";
import type { Route } from "@/lib/api/handle";
import { maxBodyBytes, readText } from "@/lib/api/read-input";
import { isRefusal } from "@/lib/kernel/errors";

let aborted: Promise<void>;
const arrivals: (() => void)[] = [];

const routes: Record<string, Route> = {
  "/echo": async (request, params) => {
    const text = await readText(request).catch((error) => (isRefusal(error) ? error.code : Promise.reject(error)));
    const { method, url, headers } = request;
    const said = { method, query: new URL(url).search, custom: headers.get("x-custom"), ...params };
    const body = { ...said, from: headers.get("x-forwarded-for"), text: text.slice(0, 40) };
    return Response.json(body, { status: 201, headers: { "x-answer": "yes" } });
  },
  "/nothing": async () => new Response(null, { status: 204, headers: { vary: "Origin" } }),
  "/wait": (request) => {
    aborted = new Promise((resolve) => request.signal.addEventListener("abort", () => resolve()));
    for (const arrived of arrivals.splice(0)) arrived();
    return new Promise(() => undefined);
  },
};

const server = createServer((incoming, response) => {
  const route = routes[(incoming.url ?? "").split("?")[0] ?? ""];
  if (route) answerRequest({ route, params: { id: "1" } }, incoming, response).catch(() => response.destroy());
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("passes the request to the route, and sends its response", async () => {
  const response = await fetch(`${url}/echo?a=b%20c&a=d`, {
    method: "POST",
    body: "häl",
    headers: { "x-custom": "é" },
  });
  expect([response.status, response.headers.get("x-answer")]).toEqual([201, "yes"]);
  expect(await response.json()).toEqual({
    method: "POST",
    query: "?a=b%20c&a=d",
    custom: "é",
    id: "1",
    from: "127.0.0.1",
    text: "häl",
  });
});

it("uses the connection's address unless a proxy sent another one", async () => {
  const proxied = await fetch(`${url}/echo`, { headers: { "x-forwarded-for": "192.0.2.1, 192.0.2.2" } });
  expect(await proxied.json()).toMatchObject({ method: "GET", from: "192.0.2.1, 192.0.2.2", text: "" });
});

it("sends a response without a body", async () => {
  const response = await fetch(`${url}/nothing`, { method: "DELETE" });
  expect([response.status, response.headers.get("vary"), await response.text()]).toEqual([204, "Origin", ""]);
});

it("lets the route refuse a body that is too large, and takes the next request on the same connection", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (length: number) =>
    new Promise<string>((resolve, reject) => {
      const outgoing = send(`${url}/echo`, { method: "POST", agent }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(JSON.parse(text).text));
      });
      outgoing.on("error", reject).end(Buffer.alloc(length, "x"));
    });
  expect(await post(maxBodyBytes + 500_000)).toBe("payload_too_large");
  expect(await post(maxBodyBytes)).toBe("x".repeat(40));
  agent.destroy();
});

it("aborts the route's signal when the caller disconnects", async () => {
  const arrived = new Promise<void>((resolve) => arrivals.push(resolve));
  const caller = new AbortController();
  const call = fetch(`${url}/wait`, { signal: caller.signal });
  await arrived;
  caller.abort();
  await expect(call).rejects.toThrow();
  await aborted;
});
