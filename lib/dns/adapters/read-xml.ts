/** An element. `text`: the character data directly in it, entities resolved. */
export type XmlElement = { name: string; attributes: Record<string, string>; children: XmlElement[]; text: string };

/**
 * Reads the small part of XML that providers send: elements, attributes, text, comments. Documents with a DTD, a CDATA section
 * or a processing instruction are refused, so no entity can be declared. Prefixes of names stay as they are.
 * @throws SyntaxError
 */
export function readXml(source: string): XmlElement {
  const document = source.replace(/^\uFEFF?\s*(<\?xml\s[^<>]*\?>)?/, "");
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let rest = 0;
  for (const token of document.matchAll(/<!--(?:(?!--)[\s\S])*-->|<[^<>]*>|[^<>]+/g)) {
    if (token.index !== rest) break;
    rest += token[0].length;
    addToken(token[0], open);
  }
  const only = root.children[0];
  if (rest !== document.length || open.length !== 1 || root.children.length !== 1 || only === undefined) {
    throw new SyntaxError("Not one whole XML element.");
  }
  return only;
}

/** The first element of each name on the way down. */
export function findElement(element: XmlElement, ...path: readonly string[]): XmlElement | null {
  let found: XmlElement | undefined = element;
  for (const name of path) {
    found = found?.children.find((child) => child.name === name);
  }
  return found ?? null;
}

export function elementsOf(element: XmlElement | null, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text of an element below; null where there is none. */
export function textOf(element: XmlElement, ...path: readonly string[]): string | null {
  return findElement(element, ...path)?.text ?? null;
}

/** Text as it stands in an element or a double-quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const maxDepth = 50;

function addToken(token: string, open: XmlElement[]): void {
  const parent = open[open.length - 1];
  if (parent === undefined) throw new SyntaxError("An end tag without its start tag.");
  if (token.startsWith("<!--")) return;
  if (!token.startsWith("<")) {
    const text = resolveEntities(token);
    if (open.length === 1 && text.trim() !== "") throw new SyntaxError("Text outside the element.");
    parent.text += text;
    return;
  }
  const end = /^<\/([^\s/>]+)\s*>$/.exec(token);
  if (end !== null) {
    if (open.length === 1 || parent.name !== end[1]) throw new SyntaxError("An end tag without its start tag.");
    open.pop();
    return;
  }
  const start = /^<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>$/.exec(token);
  if (start === null) throw new SyntaxError("Not an XML tag.");
  const element: XmlElement = {
    name: start[1] ?? "",
    attributes: readAttributes(start[2] ?? ""),
    children: [],
    text: "",
  };
  parent.children.push(element);
  if (start[3] === "") open.push(element);
  if (open.length > maxDepth) throw new SyntaxError("XML that is nested too deeply.");
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(
    pairs.map(([, name = "", double, single]) => [name, resolveEntities(double ?? single ?? "")]),
  );
}

const namedEntities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  return text.replace(/&([^;&\s]*);?/g, (entity, name: string) => {
    const named = entity.endsWith(";") ? namedEntities[name] : undefined;
    if (named !== undefined) return named;
    const number = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name);
    const code = number === null ? Number.NaN : Number.parseInt(number[1] ?? number[2] ?? "", number[1] ? 16 : 10);
    if (!entity.endsWith(";") || Number.isNaN(code) || code > 0x10ffff) throw new SyntaxError("An unknown XML entity.");
    return String.fromCodePoint(code);
  });
}
