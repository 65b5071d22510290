import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { widgetSchema } from "@/lib/accounts/tokens/widget-schema";
import { domainCheckSchema } from "@/lib/connections/domains/schema";
import { setUpSchema } from "@/lib/diagnosis/setup/schema";
import { toWire } from "@/lib/kernel/wire";
import { FlowFailure } from "@/widget/flow/flow-failure";
import { createLinkApi } from "@/widget/flow/link-api";
import { checkOf, setUpOf, startMs, widgetOf } from "@/widget/flow/testing/examples";
import { createTokenApi, type TokenApiOptions } from "@/widget/flow/token-api";

type Reply = { status?: number; type?: string; body: unknown };
type Answer = Reply | "never" | "reset";

/** The answers by method and path; a function gets the body that was sent. */
let answers: Record<string, Answer | ((body: Record<string, unknown>) => Answer)> = {};
let seen: { call: string; headers: IncomingMessage["headers"]; body: Record<string, unknown> }[] = [];
let server: Server;
let origin = "";

beforeEach(async () => {
  answers = {};
  seen = [];
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const call = `${request.method} ${request.url}`;
    const body = text === "" ? {} : JSON.parse(text);
    seen.push({ call, headers: request.headers, body });
    const known = answers[call];
    const answer = typeof known === "function" ? known(body) : known;
    if (answer === "never") return;
    if (answer === "reset") return request.socket.destroy();
    const { status = 200, type = "application/json", body: sent } = answer ?? refusal(404, "not_found");
    response.writeHead(status, { "content-type": type }).end(typeof sent === "string" ? sent : JSON.stringify(sent));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function refusal(status: number, code: string, more: Record<string, unknown> = {}): Reply {
  return { status, body: { error: { code, message: "No.", request_id: "r-1", ...more } } };
}

function api(part: Partial<TokenApiOptions> = {}) {
  return createTokenApi({ origin, token: () => "t-1", locale: "de", ...part });
}

async function failureOf(call: Promise<unknown>): Promise<FlowFailure> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(FlowFailure);
  return outcome as FlowFailure;
}

const { connectionId } = setUpOf();
const setUpPath = `GET /v1/connections/${connectionId}/setup?locale=de`;
const list = (data: unknown[], query = "") => ({ [`GET /v1/connections?limit=20${query}`]: { body: { data } } });
const begun = { id: connectionId, hostname: "shop.example.com", state: "propagating", end_user_ref: null };

/** A server where nothing is connected yet. */
function empty(): void {
  answers = {
    "GET /v1/widget": { body: toWire(widgetOf()) },
    ...list([]),
    "POST /v1/connections": { status: 201, body: { ...begun } },
    [setUpPath]: { body: toWire(setUpOf()) },
  };
}

describe("answers", () => {
  it("have the names and the times that the API's own schemas give them", async () => {
    empty();
    const nextCheckAt = new Date(startMs + 5_000);
    answers[setUpPath] = { body: toWire(setUpOf({ nextCheckAt })) };
    answers["POST /v1/domains:check"] = { body: toWire(checkOf()) };
    const flow = api();
    const { widget } = await flow.start();
    expect(widget).toEqual(widgetSchema.parse(toWireOf(widgetOf())));
    expect(await flow.checkDomain("shop.example.com")).toEqual(domainCheckSchema.parse(toWireOf(checkOf())));
    const setUp = await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false });
    expect(setUp).toEqual(setUpSchema.parse(toWireOf(setUpOf({ nextCheckAt }))));
  });

  it("of a date without a time stay text", async () => {
    empty();
    const form = {
      path: ["DNS"],
      addButton: "Add",
      fields: { type: "Type", host: "Name", value: "Content", ttl: null },
      saveButton: "Save",
      rootHost: "@",
      hints: [],
      checkedAt: "2026-01-01",
    };
    const provider = { key: "x", name: "X", dnsPageUrl: "", hostLabelStyle: null, notes: null, form };
    answers[setUpPath] = { body: toWire(setUpOf({ provider })) };
    const flow = api();
    await flow.start();
    expect(await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false })).toMatchObject({
      provider: { form },
    });
  });

  /** As the schemas' input: camelCase, with times as text. */
  function toWireOf<T>(value: T): unknown {
    return JSON.parse(JSON.stringify(value));
  }
});

describe("every call", () => {
  it("has the token of its time, no cookie, and waits no longer than it may", async () => {
    empty();
    let token = "t-1";
    const flow = api({ token: () => token });
    await flow.start();
    token = "t-2";
    await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false });
    expect(new Set(seen.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer t-1", "Bearer t-2"]));
    expect(seen.at(-1)?.headers.authorization).toBe("Bearer t-2");
    answers[setUpPath] = "never";
    const late = api({ timeoutMs: 50 });
    answers["GET /v1/widget"] = "never";
    expect((await failureOf(late.start())).problem).toMatchObject({ code: "timeout", retry: true });
  });

  it.each<[string, Answer, object]>([
    ["a connection that breaks", "reset", { code: "network", retry: true }],
    [
      "a page of a proxy",
      { status: 502, type: "text/html", body: "<h1>Bad gateway</h1>" },
      { code: "bad_answer", retry: true },
    ],
    ["a page that says that all is well", { type: "text/html", body: "<h1>Sign in</h1>" }, { code: "bad_answer" }],
    ["JSON of somebody else", { status: 403, body: { message: "Forbidden" } }, { code: "bad_answer" }],
    ["no object", { body: [1] }, { code: "bad_answer" }],
    ["nothing", { body: "" }, { code: "bad_answer" }],
    ["a refusal", refusal(400, "invalid", { details: { reason: "unknown_tld" } }), { code: "invalid", retry: false }],
    ["the reason", refusal(400, "invalid", { details: { reason: "unknown_tld" } }), { reason: "unknown_tld" }],
    ["the request's id", refusal(500, "internal"), { code: "internal", retry: true, requestId: "r-1" }],
    ["too many requests", refusal(429, "rate_limited"), { code: "rate_limited", retry: true }],
    ["a quota", refusal(402, "QuotaExceeded"), { code: "QuotaExceeded", retry: false }],
    [
      "a page that may not use the token",
      refusal(403, "forbidden", { details: { origin: "https://evil.example" } }),
      { code: "forbidden", reason: "origin" },
    ],
    [
      "a domain that the token is not for",
      refusal(403, "forbidden", { details: { hostname: "a.example.com" } }),
      { code: "forbidden", reason: "hostname" },
    ],
    ["an application that was removed", refusal(401, "unauthorized"), { code: "unauthorized", retry: false }],
    [
      "one contest too many",
      refusal(409, "HostnameConflict", { details: { held_by: "another_tenant", contest: "limit" } }),
      { code: "HostnameConflict", reason: "contest_limit" },
    ],
    [
      "a domain of another account",
      refusal(409, "HostnameConflict", { details: { held_by: "another_tenant", contest: "possible" } }),
      { code: "HostnameConflict", reason: "another_tenant" },
    ],
  ])("fails with a code for %s", async (_name, answer, problem) => {
    empty();
    answers["POST /v1/domains:check"] = answer;
    const flow = api();
    await flow.start();
    const failure = await failureOf(flow.checkDomain("shop.example.com"));
    expect(failure.problem).toMatchObject(problem);
    expect(failure.expired).toBe(false);
  });

  it("says that the token has expired", async () => {
    empty();
    answers["GET /v1/widget"] = refusal(401, "token_expired");
    expect((await failureOf(api().start())).expired).toBe(true);
  });

  it("fails where it is aborted", async () => {
    const aborted = () => Promise.reject(new DOMException("aborted", "AbortError"));
    expect((await failureOf(api({ fetch: aborted }).start())).problem.code).toBe("network");
  });
});

describe("the start", () => {
  it("finds the connection of the domain that the token is bound to, live or not", async () => {
    empty();
    answers["GET /v1/widget"] = { body: toWire(widgetOf({ hostname: "shop.example.com" })) };
    Object.assign(
      answers,
      list([
        { ...begun, id: "old", state: "archived" },
        { ...begun, state: "live" },
      ]),
    );
    expect((await api().start()).setUp).toMatchObject({ hostname: "shop.example.com" });
  });

  it("goes on with what the same user began and has not finished, and with nothing of others", async () => {
    empty();
    Object.assign(answers, list([begun, { ...begun, state: "live", end_user_ref: "u-1" }]));
    expect((await api().start()).setUp).toBeNull();
    Object.assign(answers, list([{ ...begun, end_user_ref: "u-1" }]));
    expect((await api().start()).setUp).not.toBeNull();
    Object.assign(answers, list([begun], "&end_user_ref=u-1"));
    expect((await api({ endUserRef: "u-1" }).start()).setUp).not.toBeNull();
  });

  it("with a renewed token changes nothing about what is under way", async () => {
    empty();
    const flow = api();
    await flow.start();
    await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false });
    Object.assign(answers, list([{ ...begun, id: "other", end_user_ref: "u-1" }]));
    expect((await flow.start()).setUp).toBeNull();
    await flow.readSetUp();
    expect(seen.at(-1)?.call).toBe(setUpPath);
  });
});

describe("connecting", () => {
  const input = { hostname: "shop.example.com", way: "manual" as const, contest: false };

  it("says for whom, how, and in which application", async () => {
    empty();
    Object.assign(answers, list([], "&end_user_ref=u-1"));
    const flow = api({ endUserRef: "u-1" });
    await flow.start();
    await flow.connect({ ...input, way: "automatic", contest: true });
    expect(seen.find(({ call }) => call === "POST /v1/connections")?.body).toEqual({
      application_id: widgetOf().applicationId,
      hostname: "shop.example.com",
      setup_type: "automatic",
      contest: true,
      end_user_ref: "u-1",
    });
  });

  it("goes on with what is connected already, whether or not the server names it", async () => {
    empty();
    const details = { held_by: "own_connection", connection_id: connectionId, state: "propagating" };
    answers["POST /v1/connections"] = refusal(409, "HostnameConflict", { details });
    const flow = api();
    await flow.start();
    expect((await flow.connect(input)).connectionId).toBe(connectionId);
    answers["POST /v1/connections"] = refusal(409, "HostnameConflict", { details: { held_by: "own_connection" } });
    Object.assign(answers, list([begun], "&hostname=shop.example.com"));
    expect((await flow.connect(input)).connectionId).toBe(connectionId);
  });

  it("tries one again that failed", async () => {
    empty();
    const details = { held_by: "own_connection", connection_id: connectionId, state: "failed" };
    answers["POST /v1/connections"] = refusal(409, "HostnameConflict", { details });
    answers[`POST /v1/connections/${connectionId}/verify`] = refusal(409, "ownership_not_found");
    const flow = api();
    await flow.start();
    await flow.connect(input);
    expect(seen.map(({ call }) => call)).toContain(`POST /v1/connections/${connectionId}/verify`);
  });

  it("is refused where the connection is in an application that the token does not see", async () => {
    empty();
    answers["POST /v1/connections"] = refusal(409, "HostnameConflict", { details: { held_by: "own_connection" } });
    Object.assign(answers, list([], "&hostname=shop.example.com"));
    const flow = api();
    await flow.start();
    expect((await failureOf(flow.connect(input))).problem.reason).toBe("own_connection");
  });
});

it("does not call it a failure that a check finds nothing yet, and calls everything else one", async () => {
  empty();
  const flow = api();
  await flow.start();
  await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false });
  const path = `POST /v1/connections/${connectionId}/verify`;
  for (const code of ["ownership_not_found", "HostnameConflict", "invalid_state", "rate_limited"]) {
    answers[path] = refusal(409, code);
    await flow.verify();
  }
  answers[path] = refusal(402, "QuotaExceeded");
  expect((await failureOf(flow.verify())).problem.code).toBe("QuotaExceeded");
  answers[path] = refusal(401, "token_expired");
  expect((await failureOf(flow.verify())).expired).toBe(true);
});

it("opens no address that is none of the web", async () => {
  empty();
  const flow = api();
  await flow.start();
  await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false });
  const path = `POST /v1/connections/${connectionId}/domain-connect`;
  answers[path] = { body: { apply_url: "https://dns.example/apply?a=1", width: 600, height: 700, supported: true } };
  expect(await flow.startDomainConnect()).toEqual({
    applyUrl: "https://dns.example/apply?a=1",
    width: 600,
    height: 700,
  });
  for (const applyUrl of [null, "javascript:alert(1)", " javascript:alert(1)", "/apply"]) {
    answers[path] = { body: { apply_url: applyUrl, width: 1, height: 1 } };
    expect((await failureOf(flow.startDomainConnect())).problem.code).toBe("provider_error");
  }
});

it("sends a link and a mail in the language of the widget", async () => {
  empty();
  answers[`POST /v1/connections/${connectionId}/share-links`] = { status: 201, body: { url: "https://l.example/x" } };
  answers[`POST /v1/connections/${connectionId}/instructions:send`] = { status: 201, body: { url: null } };
  const flow = api();
  await flow.start();
  await flow.connect({ hostname: "shop.example.com", way: "manual", contest: false });
  expect((await flow.makeLink()).url).toBe("https://l.example/x");
  await flow.sendMail({ to: "it@example.com", note: "" });
  expect(seen.slice(-2).map(({ body }) => body)).toEqual([{ locale: "de" }, { locale: "de", to: "it@example.com" }]);
});

it("behind a link, calls with the link's token alone, and says that a person opened it", async () => {
  answers = {
    "POST /connect/opened": { body: {} },
    "POST /connect/read": { body: toWire(setUpOf({ connectionId: null })) },
    "POST /connect/check": refusal(429, "rate_limited"),
    "POST /connect/domain-connect": { body: { apply_url: "https://dns.example/a", width: 600, height: 700 } },
  };
  const link = createLinkApi({ origin, token: "s-1", locale: "ja" });
  expect(await link.start()).toEqual({ widget: null, setUp: setUpOf({ connectionId: null }) });
  await link.verify();
  await link.startDomainConnect();
  expect(await link.makeLink()).toEqual({ url: `${origin}/connect/s-1` });
  const calls = seen.map(({ call, body, headers }) => [call, body, headers.authorization]);
  expect(calls).toContainEqual(["POST /connect/opened", { token: "s-1" }, undefined]);
  expect(calls).toContainEqual(["POST /connect/read", { token: "s-1", locale: "ja" }, undefined]);
  expect((await failureOf(link.sendMail({ to: "a@example.com", note: "" }))).problem.retry).toBe(false);
});
