import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decisionsFolder, guideGroups, guidePath } from "@/components/docs/catalog";
import { type Section, sectionsOf, slugOf } from "@/components/docs/sections";

/** A document of docs/. `file`: its path there, without `.md`. */
export type ReadGuide = {
  file: string;
  href: string;
  text: string;
  title: string;
  sections: Section[];
  idOf: (heading: string) => string;
};

/** `doc_url` and findings link to codes, letter by letter. */
const withCodes = new Set(["errors", "troubleshooting"]);

/** Read at build time from the repository: the running app reads no file. Decisions come last. */
export function readGuides(): ReadGuide[] {
  const docs = join(process.cwd(), "docs");
  const decisions = readdirSync(join(docs, decisionsFolder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `${decisionsFolder}/${name.slice(0, -3)}`);
  const files = [...guideGroups.flatMap(({ guides }) => guides.map(({ file }) => file)), ...decisions];
  return files.map((file) => {
    const text = readFileSync(join(docs, `${file}.md`), "utf8");
    const idOf = withCodes.has(file) ? codeOrSlug : slugOf;
    const sections = sectionsOf(text, idOf);
    return { file, href: guidePath(file), text, title: sections[0]?.title ?? file, sections, idOf };
  });
}

/** Codes may hold capitals (`HostnameConflict`); headings in words hold spaces. */
function codeOrSlug(heading: string): string {
  return /\s/.test(heading) ? slugOf(heading) : heading;
}

export function titlesOf(guides: readonly ReadGuide[]): Map<string, string> {
  return new Map(guides.map(({ file, title }) => [file, title]));
}
