import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ApiReference, contentsOf } from "@/components/docs/api-reference";
import { curlOf } from "@/components/docs/curl";
import { ErrorReference } from "@/components/docs/error-reference";
import { Markdown } from "@/components/docs/markdown";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import { errorStatus } from "@/lib/kernel/errors";

const errorsPage = renderToStaticMarkup(
  <ErrorReference text={readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8")} />,
);
const document = openApiDocument(endpoints);
const apiPage = renderToStaticMarkup(<ApiReference document={document} />);
const idsOf = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");

it("gives every error code its anchor, letter by letter", () => {
  expect(idsOf(errorsPage)).toEqual(Object.keys(errorStatus));
});

it("shows every endpoint and every object once, and no link of the page leads nowhere", () => {
  const ids = idsOf(apiPage);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id } of endpoints) expect(ids).toContain(id);
  for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(name);
  const contents = contentsOf(document).flatMap((section) => [section, ...(section.items ?? [])]);
  const targets = [...apiPage.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id ?? "");
  for (const target of [...targets, ...contents.map(({ href }) => href.slice(1))]) expect(ids).toContain(target);
  for (const [, code = ""] of apiPage.matchAll(/href="\/docs\/errors#(\w+)"/g))
    expect(errorStatus).toHaveProperty(code);
});

it("writes each example as a command that a shell takes", () => {
  const parameters = [
    { name: "id", in: "path" as const, required: true, schema: {}, example: "a" },
    { name: "state", in: "query" as const, required: false, schema: {}, example: ["live", "stalled"] },
  ];
  expect(curlOf("GET", "/v1/x/{id}:test", parameters, undefined, true)).toBe(
    'curl "$LATCHKEY_URL/v1/x/a:test?state=live&state=stalled" \\\n  -H "Authorization: Bearer $LATCHKEY_KEY"',
  );
  expect(curlOf("POST", "/v1/x", [], { name: "it's" }, false)).toBe(
    `curl -X POST "$LATCHKEY_URL/v1/x" \\\n  -H 'Content-Type: application/json' \\\n  -d '{"name":"it'\\''s"}'`,
  );
});

it("shows raw HTML in Markdown as text", () => {
  const html = renderToStaticMarkup(<Markdown text={"a <img src=x onerror=alert(1)> b\n\n<script>1</script>"} />);
  expect(html).not.toMatch(/<img|<script/);
  expect(html).toContain("&lt;img");
});
