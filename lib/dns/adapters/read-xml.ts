export type XmlElement = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly XmlElement[];
  /** Between the elements, trimmed. */
  text: string;
};

const maxDepth = 16;

/**
 * Reads the subset of XML that answers of APIs are in: elements, attributes, text, the five named entities and numeric ones.
 * null for anything else, also for what XML allows (comments, CDATA, doctypes, processing instructions): a document that is cut
 * or damaged must never pass for a shorter one.
 */
export function readXml(document: string): XmlElement | null {
  const text = document.replace(/^\ufeff/, "").replace(/^<\?xml [^<>?]*\?>/, "");
  const reader = { text, at: 0 };
  skipSpace(reader);
  const root = readElement(reader, 1);
  skipSpace(reader);
  return root !== null && reader.at === text.length ? root : null;
}

/** The elements at this path below `element`, as `a/b`. */
export function elementsAt(element: XmlElement, path: string): readonly XmlElement[] {
  const [name, ...rest] = path.split("/");
  const found = element.children.filter((child) => child.name === name);
  return rest.length === 0 ? found : found.flatMap((child) => elementsAt(child, rest.join("/")));
}

type Reader = { text: string; at: number };

function readElement(reader: Reader, depth: number): XmlElement | null {
  const name = take(reader, /<([A-Za-z_][\w.-]*)/y)?.[1];
  if (name === undefined || depth > maxDepth) return null;
  const attributes = readAttributes(reader);
  if (attributes === null) return null;
  if (take(reader, /\/>/y)) return { name, attributes, children: [], text: "" };
  if (!take(reader, />/y)) return null;
  const children: XmlElement[] = [];
  let text = "";
  for (;;) {
    const raw = take(reader, /[^<]*/y)?.[0] ?? "";
    const some = readText(raw);
    // As XML has it, `]]>` stands at the end of CDATA only.
    if (some === null || raw.includes("]]>")) return null;
    text += some;
    if (take(reader, /<\/([A-Za-z_][\w.-]*)\s*>/y, name)) return { name, attributes, children, text: text.trim() };
    const child = readElement(reader, depth + 1);
    if (child === null) return null;
    children.push(child);
  }
}

function readAttributes(reader: Reader): Record<string, string> | null {
  const attributes = new Map<string, string>();
  for (;;) {
    const attribute = take(reader, /\s+([A-Za-z_:][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y);
    if (attribute === null) break;
    const [, name = "", double, single] = attribute;
    const value = readText(double ?? single ?? "");
    if (value === null || attributes.has(name)) return null;
    attributes.set(name, value);
  }
  skipSpace(reader);
  return Object.fromEntries(attributes);
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** null: an entity that is not known, or a character that XML does not allow. */
function readText(raw: string): string | null {
  let isKnown = !unallowed.test(raw);
  const text = raw.replace(/&([^;&]*);?/g, (whole, entity: string) => {
    const character = whole.endsWith(";") ? readEntity(entity) : null;
    isKnown &&= character !== null;
    return character ?? "";
  });
  return isKnown ? text : null;
}

function readEntity(entity: string): string | null {
  if (Object.hasOwn(named, entity)) return named[entity] ?? null;
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(entity) ?? [];
  if (hex === undefined && decimal === undefined) return null;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  const character = String.fromCodePoint(code);
  return unallowed.test(character) ? null : character;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML does not allow
const unallowed = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

function skipSpace(reader: Reader): void {
  take(reader, /\s*/y);
}

/** What the sticky pattern matches here. `only`: its first group must be this. */
function take(reader: Reader, pattern: RegExp, only?: string): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null || (only !== undefined && match[1] !== only)) return null;
  reader.at += match[0].length;
  return match;
}
