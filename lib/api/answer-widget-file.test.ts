import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { answerPinnedWidgetFile, answerWidgetFile } from "@/lib/api/answer-widget-file";
import { findRoute } from "@/lib/api/find-route";
import { securityHeaders } from "@/lib/api/security-headers";
import { isRefusal } from "@/lib/kernel/errors";
import { buildWidget, builtWidget } from "@/scripts/build-widget.mjs";

let hash = "";
beforeAll(async () => {
  ({ hash } = await buildWidget(builtWidget));
});

const ask = (path: string, headers: Record<string, string> = {}) => {
  const found = findRoute("GET", path);
  if (found === "next") throw new Error(`${path} is a page's`);
  return found.route(new Request(`http://localhost${path}`, { headers }), found.params);
};

it("serves the newest script for five minutes, and a version for a year", async () => {
  const newest = await ask("/widget/v1.js");
  expect([newest.status, newest.headers.get("cache-control")]).toEqual([200, "public, max-age=300, must-revalidate"]);
  const pinned = await ask(`/widget/v1/${hash}/v1.js`);
  expect(pinned.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(await pinned.text()).toBe(await newest.text());
  expect((await ask("/widget/v1.json")).headers.get("cache-control")).toContain("max-age=300");
});

it("may be loaded by any page, with and without CORS, and only as what it is", async () => {
  for (const [path, type] of [
    ["/widget/v1.js", "text/javascript; charset=utf-8"],
    ["/widget/v1.json", "application/json; charset=utf-8"],
    [`/widget/v1/${hash}/page.css`, "text/css; charset=utf-8"],
    [`/widget/v1/${hash}/de.js`, "text/javascript; charset=utf-8"],
  ] as const) {
    const { headers } = await ask(path);
    expect(headers.get("content-type")).toBe(type);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    const facts = { https: true, scriptHash: "'sha256-a'", nonce: "b" };
    expect(securityHeaders(path, facts)).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
  }
});

describe("compression", () => {
  const encodingOf = async (accept: string | null) =>
    (await ask("/widget/v1.js", accept === null ? {} : { "accept-encoding": accept })).headers.get("content-encoding");

  it.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["BR", "br"],
    ["*", "br"],
    ["*;q=0", null],
    ["identity", null],
    ["", null],
    [null, null],
  ])("for %j is %j", async (accept, encoding) => {
    expect(await encodingOf(accept)).toBe(encoding);
  });

  it("changes nothing of the content, and caches keep both apart", async () => {
    const plain = Buffer.from(await (await ask("/widget/v1.js")).arrayBuffer());
    for (const [accept, decode] of [
      ["br", brotliDecompressSync],
      ["gzip", gunzipSync],
    ] as const) {
      const answer = await ask("/widget/v1.js", { "accept-encoding": accept });
      expect(answer.headers.get("vary")).toBe("accept-encoding");
      expect(decode(Buffer.from(await answer.arrayBuffer()))).toEqual(plain);
    }
  });
});

it("is not sent again to whoever has it", async () => {
  const etag = (await ask("/widget/v1.js")).headers.get("etag") ?? "";
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const again = await ask("/widget/v1.js", { "if-none-match": tag });
    expect([tag, again.status, await again.text()]).toEqual([tag, 304, ""]);
  }
  expect((await ask("/widget/v1.js", { "if-none-match": '"other"' })).status).toBe(200);
});

it.each(["../../../package.json", "..%2f..%2fpackage.json", "v1.js.br", "nothing.js", ".env", "v1.js/", "V1.js\0"])(
  "there is no file %j",
  async (file) => {
    const answers = [
      await answerPinnedWidgetFile(new Request("http://localhost/"), { hash, file }),
      await answerPinnedWidgetFile(new Request("http://localhost/"), { hash: "..", file }),
      await answerWidgetFile(file)(new Request("http://localhost/"), {}),
    ];
    for (const { status } of answers) expect(status).toBe(404);
  },
);

it("below /widget there is nothing else, and no page", () => {
  for (const path of ["/widget", "/widget/", "/widget/v2.js", "/widget/v1", "/widget/v1/a/b/c"]) {
    const error = (() => {
      try {
        return findRoute("GET", path);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect([path, isRefusal(error) && error.code]).toEqual([path, "not_found"]);
  }
});
