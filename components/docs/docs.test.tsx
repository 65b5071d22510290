import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { readGuides, titlesOf } from "@/app/docs/guides";
import { GET as getPicture } from "@/app/docs/images/[name]/route";
import { findPicture, readPictures } from "@/app/docs/pictures";
import { stateLabel } from "@/components/connection-facts/connection-state";
import {
  ApiGroup,
  ApiObjects,
  ApiOverview,
  overviewContents,
  referenceContents,
} from "@/components/docs/api-reference";
import { guideLink } from "@/components/docs/catalog";
import { curlOf } from "@/components/docs/curl";
import { DecisionsIndex, DocsIndex } from "@/components/docs/docs-index";
import { findingName } from "@/components/docs/finding-name";
import { Markdown } from "@/components/docs/markdown";
import { entriesOfGuide, entriesOfReference, groupPath, operationsOf } from "@/components/docs/search-entries";
import { sectionsOf } from "@/components/docs/sections";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";
import { connectionStates } from "@/lib/connections/machine";
import { findingCodes } from "@/lib/diagnosis/evidence/catalog";
import { errorStatus } from "@/lib/kernel/errors";

const docs = new URL("../../docs/", import.meta.url);
const document = openApiDocument(endpoints);
const guides = readGuides();
const pictures = readPictures();
const idsOf = (html: string) => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id ?? "");
const linksOf = (html: string) =>
  [...html.matchAll(/ href="([^"]+)"/g)].map(([, href]) => href?.replaceAll("&amp;", "&") ?? "");

/** Every page of the documentation, as it is served. */
const pages = new Map<string, string>([
  ...guides.map(({ file, href, text, idOf }): [string, string] => [
    href,
    renderToStaticMarkup(
      <Markdown
        text={text}
        idOf={idOf}
        linkOf={(link) => guideLink(link, file)}
        pictureOf={(href) => findPicture(pictures, href, file)}
      />,
    ),
  ]),
  ["/docs", renderToStaticMarkup(<DocsIndex titles={titlesOf(guides)} />)],
  ["/docs/decisions", renderToStaticMarkup(<DecisionsIndex decisions={guides.slice(-3)} />)],
  ["/docs/api", renderToStaticMarkup(<ApiOverview document={document} />)],
  ...document.tags.map((tag): [string, string] => [
    groupPath(tag.name),
    renderToStaticMarkup(<ApiGroup document={document} tag={tag} />),
  ]),
  ["/docs/api/objects", renderToStaticMarkup(<ApiObjects document={document} />)],
]);
const getPage = (path: string) => pages.get(path) ?? "";

/** Not pages of the documentation, and right. */
const elsewhere = /^(https?:|mailto:|\/v1\/openapi\.json$)/;

it("serves every document of docs/ and every decision, once", () => {
  const names = (folder: string) =>
    readdirSync(new URL(folder, docs))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}${name.slice(0, -3)}`);
  expect(guides.map(({ file }) => file).sort()).toEqual([...names(""), ...names("decisions/")].sort());
  expect(new Set(guides.map(({ href }) => href)).size).toBe(guides.length);
});

describe.each([...pages.keys()])("%s", (path) => {
  const html = getPage(path);

  it("has one title, and no anchor twice", () => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    const ids = idsOf(html);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("has no link that leads nowhere", () => {
    const broken = linksOf(html).filter((link) => {
      if (elsewhere.test(link)) return false;
      const [page, anchor] = link.split("#");
      const target = pages.get(page === "" ? path : (page ?? ""));
      return target === undefined || (anchor !== undefined && !idsOf(target).includes(decodeURIComponent(anchor)));
    });
    expect(broken).toEqual([]);
  });

  it("shows no raw Markdown", () => {
    const text = html.replace(/<(code|pre)[^>]*>.*?<\/\1>/gs, "").replace(/<[^>]+>/g, "\n");
    expect(text.match(/^\|.*\|$|\*\*|\]\(|^#+ /gm) ?? []).toEqual([]);
  });
});

describe("pictures", () => {
  const maxBytes = 400_000;

  it("are all of one kind that is served, and none is large", () => {
    expect(pictures.map(({ name }) => name)).toEqual(readdirSync(new URL("images/", docs)).sort());
    for (const { name, mediaType, bytes, width, height } of pictures) {
      expect([name, mediaType, bytes.length < maxBytes]).toEqual([name, "image/png", true]);
      expect([name, width > 0 && width <= 2_560, height > 0 && height <= 2_560]).toEqual([name, true, true]);
    }
  });

  it.each(pictures.map(({ name }) => name))("%s is served as it is, to be kept for an hour", async (name) => {
    const answer = await getPicture(new Request("https://app.test"), { params: Promise.resolve({ name }) });
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=3600");
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(readFileSync(new URL(`images/${name}`, docs)));
  });

  it("have no other names, whatever is asked for", async () => {
    const names = new Set(pictures.map(({ name }) => name));
    const wrong = fc.oneof(
      fc.string(),
      fc.constantFrom("../api.md", "..%2Fapi.md", "/etc/passwd", "", ".", "__proto__"),
    );
    await fc.assert(
      fc.asyncProperty(wrong, async (name) => {
        fc.pre(!names.has(name));
        const answer = await getPicture(new Request("https://app.test"), { params: Promise.resolve({ name }) });
        expect(answer.status).toBe(404);
      }),
    );
  });

  it("are in a document with their size and their words, and load when they are near", () => {
    const elsewhere = "![Elsewhere](https://other.test/docs/images/home.png)";
    const text = `![The overview](../images/home.png)\n\n![Not here](../images/none.png) ${elsewhere}`;
    const html = renderToStaticMarkup(
      <Markdown text={text} pictureOf={(href) => findPicture(pictures, href, "decisions/0001-x")} />,
    );
    expect(html.match(/<img [^>]*>/g)).toEqual([
      expect.stringMatching(
        /^<img src="\/docs\/images\/home.png" width="1280" height="800" alt="The overview" loading="lazy" /,
      ),
    ]);
    expect(html).toContain("Elsewhere (a picture");
    expect(html).toContain("Not here");
  });

  it("are there wherever a document names one", () => {
    for (const html of pages.values()) expect(html).not.toContain("(a picture, in the repository)");
  });
});

it("gives every error code and every finding its anchor, letter by letter", () => {
  expect(idsOf(getPage("/docs/errors"))).toEqual(expect.arrayContaining(Object.keys(errorStatus)));
  expect(idsOf(getPage("/docs/troubleshooting"))).toEqual(expect.arrayContaining([...findingCodes]));
});

it("lists findings by names for people, each by its own", () => {
  const names = findingCodes.map(findingName);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[A-Z“][^-]*\S( .*)?$/);
});

it("shows every endpoint and every object once", () => {
  const ids = document.tags.flatMap(({ name }) => idsOf(getPage(groupPath(name))));
  for (const { id } of endpoints) expect(ids.filter((one) => one === id)).toEqual([id]);
  expect(idsOf(getPage("/docs/api/objects"))).toEqual(Object.keys(document.components.schemas));
});

it("lists what is there", () => {
  const overview = idsOf(getPage("/docs/api"));
  for (const { href } of overviewContents(document)) expect(overview).toContain(href.slice(1));
  for (const { name } of document.tags) {
    const shown = referenceContents(document, name).find(({ href }) => href === groupPath(name));
    expect(shown?.items?.map(({ href }) => href.slice(1))).toEqual(
      operationsOf(document, name).map(({ operation }) => operation.operationId),
    );
  }
});

it("has search entries for every section, endpoint and object, and each leads to its anchor", () => {
  const entries = [
    ...guides.flatMap(({ href, sections }) => entriesOfGuide(href, sections)),
    ...entriesOfReference(document),
  ];
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  for (const { href, title } of entries) {
    const [path = "", anchor] = href.split("#");
    if (anchor !== undefined) expect([href, idsOf(getPage(path)).includes(anchor)]).toEqual([href, true]);
    expect(title).not.toBe("");
  }
});

it("gives the same ids to the sections and to the headings of the page, whatever the headings are", () => {
  const heading = fc.stringMatching(/^[A-Za-z][A-Za-z ,.'-]{0,12}[a-z]$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom("##", "###"), heading), { maxLength: 8 }), (headings) => {
      const text = `# Title\n\n${headings.map(([marks, title]) => `${marks} ${title}\n\nText.`).join("\n\n")}`;
      const sections = sectionsOf(text).slice(1);
      expect(idsOf(renderToStaticMarkup(<Markdown text={text} />))).toEqual(sections.map(({ id }) => id));
    }),
  );
});

it("has each state with the dashboard's word for it in one table", () => {
  const text = readFileSync(new URL("api.md", docs), "utf8");
  const rows = [...text.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\|/gm)].map(([, state, label]) => [state, label]);
  for (const state of connectionStates) expect(rows).toContainEqual([state, stateLabel(state)]);
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

it("serves the pages that the app and the API link to", () => {
  for (const path of ["../app/docs/page.tsx", "../app/docs/api/page.tsx", "../app/docs/[...slug]/page.tsx"])
    expect(existsSync(new URL(path, docs))).toBe(true);
  for (const path of ["/docs/errors", "/docs/troubleshooting"]) expect(pages.has(path)).toBe(true);
});
