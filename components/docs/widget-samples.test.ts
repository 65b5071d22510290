import { existsSync, readFileSync } from "node:fs";
import { transform } from "esbuild";
import { expect, it } from "vitest";
import { languages } from "@/lib/kernel/languages";

const root = new URL("../../", import.meta.url);
const text = readFileSync(new URL("docs/widget.md", root), "utf8");
const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", code = ""]) => ({
  language,
  code,
}));

/** What a reader copies as JavaScript or TypeScript: whole blocks, and the scripts of pages. */
const scripts = blocks.flatMap(({ language, code }): { loader: "js" | "ts" | "tsx"; code: string }[] => {
  if (language === "js" || language === "ts" || language === "tsx") return [{ loader: language, code }];
  const inline = [
    ...code.matchAll(
      /<(?:script(?: setup lang="ts")?|%= javascript_tag nonce: true do %)>\n([\s\S]*?)(?:<\/script>|<% end %>)/g,
    ),
  ];
  return inline.map(([, script = ""]) => ({ loader: "ts", code: script }));
});

/** Names of the first column of the table below a heading. */
function namesUnder(heading: string): string[] {
  const [, section = ""] = text.split(`## ${heading}\n`);
  const table = /(^\|.*\n)+/m.exec(section)?.[0] ?? "";
  const rows = table.split("\n").slice(2, -1);
  return rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""));
}

it("has a sample for each of the six frameworks", () => {
  const [, samples = ""] = text.split("## Samples\n");
  const titles = [...samples.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
  expect(titles).toEqual(["HTML", "React", "Vue", "Rails", "Django", "Laravel"]);
  for (const sample of samples.split(/^### /m).slice(1)) {
    const [title] = sample.split("\n");
    expect([title, sample.includes("/v1/tokens"), sample.includes("onSessionExpired")]).toEqual([title, true, true]);
  }
});

it("has samples that parse", async () => {
  expect(scripts.length).toBeGreaterThan(10);
  for (const { loader, code } of scripts) expect((await transform(code, { loader })).code).not.toBe("");
});

it("gives no page of a browser the API key", () => {
  for (const { language, code } of blocks)
    if (["html", "vue", "erb"].includes(language)) expect(code).not.toMatch(/LATCHKEY_KEY|latchkey\.key|sk_/);
});

it("names every language", () => {
  const [, section = ""] = text.split("## Languages\n");
  for (const language of languages) expect(section).toContain(`\`${language}\``);
});

const optionsFile = new URL("widget/skins/options.ts", root);

it.runIf(existsSync(optionsFile))(
  "describes every option, theme field, text and event of the public types, and no other",
  () => {
    const types = readFileSync(optionsFile, "utf8");
    const fieldsOf = (name: string) => {
      const body = new RegExp(`export type ${name} = \\{\\n([\\s\\S]*?)^\\};`, "m").exec(types)?.[1] ?? "";
      return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field ?? "").sort();
    };
    expect(
      namesUnder("Options")
        .filter((name) => !name.includes(" "))
        .sort(),
    ).toEqual(fieldsOf("LatchkeyOptions"));
    expect(namesUnder("Theme").sort()).toEqual(fieldsOf("LatchkeyTheme"));
    expect(namesUnder("Your own words").sort()).toEqual(fieldsOf("LatchkeyCopy"));
    const events = [...types.matchAll(/"(connectdomain:\w+)":/g)].map(([, name]) => name);
    expect(namesUnder("Events")).toEqual(events);
    for (const name of [...types.matchAll(/export class (\w+)/g)].map(([, name]) => name ?? ""))
      expect(text).toContain(name);
  },
);
