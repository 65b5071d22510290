import { Window } from "happy-dom";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findRoute } from "@/lib/api/find-route";
import { sandboxShop } from "@/lib/api/sandbox-shop";
import { securityHeaders } from "@/lib/api/security-headers";
import { silentLog } from "@/lib/kernel/log";
import { createTokenSigner } from "@/lib/platform/crypto/token-signer";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { answerApi } from "@/lib/runtime/testing/answer-api";
import { installTestRuntime } from "@/lib/runtime/testing/runtime";

const now = new Date("2026-11-29T12:00:00.500Z");
const tokens = createTokenSigner("a".repeat(32));
const origin = "http://localhost:4000";

function install(sandbox: boolean): void {
  const service = { now: () => now, log: silentLog, tokens } as ServiceContext;
  installTestRuntime(service, { parts: { sandbox: sandbox ? { dns: {} as never } : null } });
}

const get = (path: string, headers: Record<string, string> = {}) =>
  answerApi(new Request(`${origin}${path}`, { headers }));
const textOf = async (path: string) => (await get(path)).text();

beforeEach(() => install(true));

describe.each(Object.keys(sandboxShop))("%s", (path) => {
  it("is in the sandbox alone, for its own pages", async () => {
    expect((await get(path)).status).toBe(200);
    expect((await get(path, { "sec-fetch-site": "same-origin" })).status).toBe(200);
    for (const site of ["cross-site", "same-site"])
      expect((await get(path, { "sec-fetch-site": site })).status).toBe(404);
    install(false);
    const refused = await get(path);
    expect([refused.status, (await refused.json()).error.code]).toEqual([404, "not_found"]);
  });

  it("supports no other method", () => {
    expect(() => findRoute("POST", path)).toThrow(expect.objectContaining({ code: "method_not_allowed" }));
  });
});

it("has a policy as strict as an integrator's, and may be framed by its own origin only", async () => {
  const facts = { https: false, scriptHash: "'sha256-x='", nonce: "n" };
  const policy = securityHeaders("/sandbox/shop", facts)["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self'; style-src 'self';");
  expect(policy).toMatch(/frame-ancestors 'self'$/);
  expect(policy).not.toMatch(/unsafe|nonce|sha256/);
  expect(securityHeaders("/sandbox/shop", facts)["x-frame-options"]).toBeUndefined();
  expect(securityHeaders("/sandbox/shopping", facts)["content-security-policy"]).toMatch(/frame-ancestors 'none'$/);
  const html = await textOf("/sandbox/shop");
  expect(html).not.toMatch(/ style=|<style| on\w+=|<script>/);
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(loaded).toEqual(["/sandbox/shop.css", "/widget/v1.js", "/sandbox/shop.js"]);
});

it("gives a token that has expired, and was nobody's", async () => {
  const { auth_token: token } = await (await get("/sandbox/expired-token")).json();
  await expect(tokens.verify(token, now)).rejects.toThrow(expect.objectContaining({ code: "token_expired" }));
});

describe("the page's script", () => {
  let page: Window;
  let said: unknown[];
  let opened: Record<string, unknown>[];
  const update = vi.fn();

  beforeEach(async () => {
    page = new Window({ url: `${origin}/sandbox/shop` });
    page.document.write(
      await textOf("/sandbox/shop").then((html) => html.replaceAll(/<script.*<\/script>|<link.*>/g, "")),
    );
    said = [];
    opened = [];
    update.mockReset();
    const parent = { postMessage: (message: unknown, target: string) => said.push({ ...(message as object), target }) };
    const Latchkey = {
      open(options: Record<string, unknown>) {
        opened.push(options);
        return { update, close() {} };
      },
    };
    const names = ["parent", "location", "addEventListener", "document", "Latchkey"];
    const values = [parent, page.location, page.addEventListener.bind(page), page.document, Latchkey];
    new Function(...names, await textOf("/sandbox/shop.js"))(...values);
    receive = (data: object, from: { source?: unknown; origin?: string } = {}) => {
      const event = new page.MessageEvent("message", { data, origin: from.origin ?? origin });
      Object.defineProperty(event, "source", { value: "source" in from ? from.source : parent });
      page.dispatchEvent(event);
    };
  });
  afterEach(() => page.happyDOM.close());

  let receive: (data: object, from?: { source?: unknown; origin?: string }) => void;
  const click = () => page.document.getElementById("connect")?.dispatchEvent(new page.MouseEvent("click"));
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("opens the widget with the settings around it and a token that it asked for", async () => {
    expect(said).toEqual([{ kind: "ready", target: origin }]);
    receive({ kind: "settings", settings: { locale: "de", inline: true } });
    click();
    expect(said.at(-1)).toEqual({ kind: "token_wanted", target: origin });
    receive({ kind: "token", token: "t1" });
    await settled();
    expect(opened).toEqual([expect.objectContaining({ locale: "de", token: "t1", container: "#domain" })]);
    expect(opened[0]).not.toHaveProperty("inline");
    receive({ kind: "settings", settings: { locale: "fr", colorScheme: "dark" } });
    expect(update).toHaveBeenCalledWith({ theme: undefined, colorScheme: "dark", locale: "fr" });
  });

  it("opens nothing without a token, and takes neither from another window nor from another site", async () => {
    click();
    receive({ kind: "token", token: "stolen" }, { origin: "https://other.test" });
    receive({ kind: "token", token: "stolen" }, { source: {} });
    receive({ kind: "token", token: null });
    await settled();
    expect(opened).toEqual([]);
  });

  it("reports events, errors and the end of a session, and asks for the next token then", async () => {
    click();
    receive({ kind: "token", token: "t1" });
    await settled();
    page.dispatchEvent(new page.CustomEvent("connectdomain:step", { detail: { step: "domain", domain: null } }));
    expect(said.at(-1)).toMatchObject({ kind: "event", name: "connectdomain:step", detail: { step: "domain" } });
    const { onError, onSessionExpired } = opened[0] as {
      onError(error: Error): void;
      onSessionExpired(): Promise<string>;
    };
    onError(Object.assign(new Error("No."), { code: "forbidden" }));
    expect(said.at(-1)).toMatchObject({
      name: "onError",
      detail: { name: "Error", code: "forbidden", message: "No." },
    });
    const next = onSessionExpired();
    expect(said.slice(-2)).toMatchObject([{ name: "onSessionExpired", detail: null }, { kind: "token_wanted" }]);
    receive({ kind: "token", token: "t2" });
    expect(await next).toBe("t2");
  });
});
