import { expect, it } from "vitest";
import { type Client, createClient } from "@/lib/api/create-client";
import { endpoints } from "@/lib/api/endpoints/registry";
import { toWire } from "@/lib/kernel/wire";

type Sent = { url: string; init: RequestInit };

/** A client of a server that gives these responses in order. */
function clientOf(...answers: Response[]): { client: Client; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    sent.push({ url: String(url), init });
    const answer = answers.shift();
    if (!answer) throw new TypeError("fetch failed");
    return answer;
  };
  return { client: createClient({ baseUrl: "https://app.example.com/", token: "sk_test_x", fetch }), sent };
}

const refusal = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json(
    { error: { code, message: "No.", doc_url: "https://a.test/docs/errors#x", request_id: "r" } },
    { status, headers },
  );
const soon = { "retry-after": "0" };
const page = () => Response.json({ data: [], next_cursor: null });
const plain = { applicationId: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01", domain: "shop.example.com" };
const token = () => Response.json({ auth_token: "t", expires_at: "2026-11-23T10:30:00.000Z" }, { status: 201 });

it.each(endpoints)("speaks $method $path as its example says", async (endpoint) => {
  const { client, sent } = clientOf(Response.json(toWire(endpoint.example.output), { status: endpoint.status }));
  const call = client[endpoint.id as keyof Client] as (input: unknown) => Promise<unknown>;
  expect(await call(endpoint.example.input)).toEqual(endpoint.example.output);
  const { url, init } = sent[0] ?? { url: "", init: {} };
  expect(init.method).toBe(endpoint.method);
  expect(new URL(url).pathname).toMatch(new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, "[\\w-]+")}$`));
  expect(new Headers(init.headers).get("authorization")).toBe("Bearer sk_test_x");
});

it("reports what the API refused, and where that is explained", async () => {
  const { client } = clientOf(refusal(404, "not_found"));
  await expect(client.getConnection({ id: "a/../b" })).rejects.toMatchObject({
    name: "ApiError",
    code: "not_found",
    status: 404,
    message: "No.",
    docUrl: "https://a.test/docs/errors#x",
    requestId: "r",
    param: null,
  });
});

it("escapes an id, so that it cannot lead to another path", async () => {
  const { client, sent } = clientOf(refusal(404, "not_found"));
  await client.getConnection({ id: "a/../b?c" }).catch(() => {});
  expect(sent[0]?.url).toBe("https://app.example.com/v1/connections/a%2F..%2Fb%3Fc");
});

it.each([429, 503])("retries a GET after %i, when Retry-After says so", async (status) => {
  const { client, sent } = clientOf(refusal(status, "rate_limited", soon), refusal(status, "x", soon), page());
  expect(await client.listConnections()).toEqual({ data: [], nextCursor: null });
  expect(sent).toHaveLength(3);
});

it("gives up after two retries", async () => {
  const { client, sent } = clientOf(...[1, 2, 3, 4].map(() => refusal(429, "rate_limited", soon)));
  await expect(client.listConnections()).rejects.toMatchObject({ code: "rate_limited", status: 429 });
  expect(sent).toHaveLength(3);
});

it("waits for no more than a minute", async () => {
  const { client, sent } = clientOf(refusal(503, "unavailable", { "retry-after": "61" }), page());
  await expect(client.listConnections()).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 61 });
  expect(sent).toHaveLength(1);
});

it("repeats a POST only under a key, and under the same one", async () => {
  const bare = clientOf(refusal(503, "unavailable", soon), token());
  await expect(bare.client.createToken(plain)).rejects.toMatchObject({ code: "unavailable" });
  expect(bare.sent).toHaveLength(1);

  const keyed = clientOf(refusal(503, "unavailable", soon), token());
  expect(await keyed.client.createToken(plain, { idempotencyKey: "k1" })).toMatchObject({ authToken: "t" });
  expect(keyed.sent.map(({ init }) => [new Headers(init.headers).get("idempotency-key"), init.body])).toEqual([
    ["k1", JSON.stringify(toWire(plain))],
    ["k1", JSON.stringify(toWire(plain))],
  ]);
});

it("never repeats what may have been done: a DELETE, or other refusals", async () => {
  const deleting = clientOf(refusal(503, "unavailable", soon), page());
  await expect(deleting.client.archiveConnection({ id: "x" })).rejects.toMatchObject({ status: 503 });
  const failing = clientOf(refusal(500, "internal", soon), page());
  await expect(failing.client.listConnections()).rejects.toMatchObject({ status: 500 });
  expect([deleting.sent.length, failing.sent.length]).toEqual([1, 1]);
});

it("stops waiting as soon as the caller aborts", async () => {
  const controller = new AbortController();
  const { client, sent } = clientOf(refusal(503, "unavailable", { "retry-after": "60" }), page());
  const call = client.listConnections({}, { signal: controller.signal });
  const outcome = expect(call).rejects.toBe("enough");
  controller.abort("enough");
  await outcome;
  expect(sent).toHaveLength(1);
});

it("reports when there is no response, or one that it does not know", async () => {
  await expect(clientOf().client.listConnections()).rejects.toMatchObject({ code: "unreachable", status: null });
  for (const odd of [
    new Response("<html>", { status: 200 }),
    new Response("<html>", { status: 502 }),
    Response.json({}),
  ]) {
    await expect(clientOf(odd).client.listConnections()).rejects.toMatchObject({ code: "unreadable" });
  }
});
