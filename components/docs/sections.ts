import { lexer, type Token, type Tokens } from "marked";

/** A heading with what is below it, up to the next one. `id` is empty for what comes before the first one. */
export type Section = { id: string; title: string; depth: number; text: string };

/** As GitHub does it: `Rate limits` is `rate-limits`, and `--json` keeps its hyphens. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** Ids of headings in their order. The second one of the same text gets `-1`, as at GitHub. */
export function headingIds(idOf: (heading: string) => string): (heading: string) => string {
  const used = new Map<string, number>();
  return (heading) => {
    const id = idOf(heading);
    const count = used.get(id) ?? 0;
    used.set(id, count + 1);
    return count === 0 ? id : `${id}-${count}`;
  };
}

/** The title of a Markdown document and its sections, as plain text. */
export function sectionsOf(markdown: string, idOf: (heading: string) => string = slugOf): Section[] {
  const nextId = headingIds(idOf);
  const sections: Section[] = [{ id: "", title: "", depth: 1, text: "" }];
  for (const token of lexer(markdown)) {
    const current = sections.at(-1);
    if (token.type === "heading") {
      const { depth, text } = token as Tokens.Heading;
      const title = plainText(token);
      if (depth === 1 && current) current.title = title;
      else sections.push({ id: nextId(text), title, depth, text: "" });
    } else if (current) {
      current.text = `${current.text} ${plainText(token)}`.trim();
    }
  }
  return sections;
}

function plainText(token: Token): string {
  if (token.type === "table") {
    const { header, rows } = token as Tokens.Table;
    return [header, ...rows].flatMap((row) => row.map((cell) => cell.tokens.map(plainText).join(""))).join(" ");
  }
  if (token.type === "list") return (token as Tokens.List).items.map(plainText).join(" ");
  if ("tokens" in token && token.tokens) return token.tokens.map(plainText).join("");
  return "text" in token && typeof token.text === "string" ? token.text : "";
}
