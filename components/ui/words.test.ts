import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { parseAst } from "vite";
import { describe, expect, it } from "vitest";

// What people read in the pages: standard idiom, and one name for the thing that they add, a domain.
const root = join(import.meta.dirname, "../..");

type Rule = { pattern: RegExp; instead: string };

const rules: Record<string, Rule> = {
  thing: { pattern: /(?<![/.?_\w-])connections?(?![:/?_\w=-]|\.\w| id\b)/i, instead: "domain" },
  hand: { pattern: /wants? a hand|needs? a hand/i, instead: "needs attention" },
  stands: { pattern: /\bstands? (?:there|beside|at|in the way|where)\b/i, instead: "is published" },
  hears: { pattern: /\bhears? of\b|\b(?:was|is|are|been|gets?) told\b|\btells us\b/i, instead: "is notified" },
  anew: { pattern: /\banew\b/i, instead: "again" },
  gaveUp: { pattern: /\bgiven up\b|\bgave up\b/i, instead: "failed" },
  toStart: { pattern: /\bto the start\b/i, instead: "go to the overview" },
  right: { pattern: /^(?:all )?right\.?$/i, instead: "correct" },
  goodUntil: { pattern: /\bgood (?:until|for)\b/i, instead: "valid until" },
  fromIn: { pattern: /\bfrom in\b/i, instead: "in" },
  whoever: { pattern: /\bwhoever\b/i, instead: "the person who" },
  somebody: { pattern: /\bsomebody\b/i, instead: "someone" },
  middle: { pattern: /\bthe middle one\b|\b19 of 20\b/i, instead: "median, 95th percentile" },
  itself: { pattern: /\bby itself\b|\bfor ever\b|\bof its own accord\b/i, instead: "automatically" },
  called: { pattern: /\bnothing is called\b/i, instead: "no results" },
  verdict: { pattern: /\bverdicts?\b|\bstrangers?\b/i, instead: "result" },
  goesOn: { pattern: /\bgoes on\b|\bit went on\b/i, instead: "continues" },
  wantsNext: { pattern: /\bwanted next\b/i, instead: "next step" },
};

/** Texts for people who use the API: there, the object is a connection, as in its paths. */
const apiTexts: Record<string, string> = {
  "components/docs/catalog.ts": "documents, also those about the API",
  "components/applications/quick-start-samples.ts": "code samples of the API",
};

it("the texts of the pages use standard idiom, and call a domain a domain", () => {
  const broken = listSources().flatMap((file) => {
    const source = readFileSync(join(root, file), "utf8");
    return textsOf(source, file.endsWith("x") ? "tsx" : "ts").flatMap(({ start, text }) =>
      brokenRules(text)
        .filter((rule) => !(rule === "thing" && file in apiTexts))
        .map((rule) => `${file}:${lineOf(source, start)} “${text}”: write “${rules[rule]?.instead}”`),
    );
  });
  expect(broken).toEqual([]);
});

describe("the check itself", () => {
  const plain = "The domain could not be loaded";
  const refused = {
    thing: ["1 connection", "Stuck connections", "the connection's page", "Connections", "One connection."],
    hand: ["3 domains want a hand"],
    stands: ["an A record stands there"],
    hears: ["Hears of every event", "Your server is told"],
    anew: ["Counted anew"],
    gaveUp: ["3 given up"],
    toStart: ["To the start"],
    right: ["Right", "right"],
    goodUntil: ["Good until 3 May"],
    fromIn: ["Renewed from in 7 h"],
    whoever: ["Ask whoever sent it"],
    somebody: ["These wait for somebody"],
    middle: ["the middle one, and 19 of 20"],
    itself: ["Renewed by itself"],
    called: ["Nothing is called x"],
    verdict: ["The verdict"],
    goesOn: ["It goes on"],
    wantsNext: ["Wanted next"],
  } satisfies Record<keyof typeof rules, string[]>;

  it.each(Object.entries(refused))("refuses what %s is about", (rule, texts) => {
    for (const text of texts) expect(brokenRules(text)).toContain(rule);
  });

  it("has an example for each rule", () => {
    expect(Object.keys(refused)).toEqual(Object.keys(rules));
  });

  it("leaves addresses, keys, scopes and identifiers alone", () => {
    const fine = [
      "/connections/new",
      "/connections?q=a",
      "connections:read",
      "connection_id",
      "connectionId",
      "own_connection",
    ];
    for (const text of fine) expect(brokenRules(text)).toEqual([]);
  });

  it("finds a phrase wherever it is shown: between tags, in an attribute, in a template, beside a value", () => {
    const { right: _, ...anywhere } = refused;
    const phrase = fc.constantFrom(...Object.values(anywhere).flat());
    const place = fc.constantFrom(
      (text: string) => `export const a = <p>${text}</p>;`,
      (text: string) => `export const a = <p title="${text}" />;`,
      (text: string) => `export const a = { label: "${text}" };`,
      (text: string) => `export const a = (n: number) => \`\${n} - ${text}\`;`,
      (text: string) => `export const a = (n: number) => <p>{n} <b>\n  ${text}\n</b></p>;`,
    );
    fc.assert(
      fc.property(phrase, place, (text, put) => {
        expect(textsOf(put(text)).flatMap((one) => brokenRules(one.text))).not.toEqual([]);
      }),
    );
    expect(textsOf(`export const a = <p>${plain}</p>;`).flatMap(({ text }) => brokenRules(text))).toEqual([]);
  });
});

function brokenRules(text: string): string[] {
  return Object.entries(rules)
    .filter(([, { pattern }]) => pattern.test(text))
    .map(([name]) => name);
}

/** JSX texts, string literals and templates, without the names of imports and of types. */
function textsOf(source: string, lang: "ts" | "tsx" = "tsx"): { start: number; text: string }[] {
  const found: { start: number; text: string }[] = [];
  visit(parseAst(source, { lang }));
  return found;

  function visit(node: unknown): void {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) {
      for (const one of node) visit(one);
      return;
    }
    const { type, source: from } = node as { type?: string; source?: unknown };
    if (type === "ImportDeclaration" || type === "ImportExpression" || type === "TSLiteralType") return;
    if (type?.startsWith("Export") && from) return;
    const text = textOf(node as Record<string, unknown>);
    if (text !== null && isShown(text)) found.push({ start: (node as { start: number }).start, text });
    for (const child of Object.values(node)) visit(child);
  }
}

function lineOf(source: string, start: number): number {
  return source.slice(0, start).split("\n").length;
}

function textOf(node: Record<string, unknown>): string | null {
  const value = node.type === "TemplateElement" ? (node.value as { cooked: unknown }).cooked : node.value;
  if (!["JSXText", "Literal", "TemplateElement"].includes(String(node.type)) || typeof value !== "string") return null;
  return value.replaceAll(/\s+/g, " ").trim();
}

/** Words for people: not a single lower-case key such as `connections`. */
function isShown(text: string): boolean {
  return text !== "" && !/^[a-z][\w.:-]*$/.test(text);
}

function listSources(): string[] {
  return ["app", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|spec)\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
}
