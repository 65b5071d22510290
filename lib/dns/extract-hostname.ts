import type { HostnameRefusal } from "@/lib/dns/hostname-refusals";

/** `from`: what the hostname was part of. */
export type Extraction =
  | { ok: true; text: string; from: "name" | "url" | "email" }
  | { ok: false; reason: HostnameRefusal };

/** About the longest URL that browsers and servers pass on. */
export const maxPastedLength = 2_048;

/**
 * Finds the one hostname in what people paste: a URL, an email address, a link, a quoted or bulleted name. Everything around
 * it is dropped, credentials too. Without imports: a browser uses it too. The text that it finds is not checked yet.
 */
export function extractHostname(pasted: string): Extraction {
  if (isPlainName(pasted)) return { ok: true, text: pasted, from: "name" };
  if (pasted.length > maxPastedLength) {
    const trimmed = trimEdges(pasted, isBlank, isBlank);
    return trimmed.length > maxPastedLength ? refuse("too_long") : extractHostname(trimmed);
  }
  const link = readLink(trimEdges(toHalfWidth(pasted), isBlank, isBlank));
  if (link === null) return refuse("several_hostnames");
  // "https:// shop.example.com", "Domain: shop.example.com".
  const text = unwrap(link).replace(/^([a-z][a-z0-9+-]*:[\\/]*)\s+/iu, "$1");
  if (text === "") return refuse("empty");
  const words = text.split(/\s+/u);
  if (words.length > 1 && words.filter(isHostnameLike).length > 1) return refuse("several_hostnames");
  const [first = ""] = words;
  // A path may contain spaces; a name may not.
  if (words.length > 1 && !/^(?:[a-z][a-z0-9+-]*:)?[\\/]{0,2}[^\\/?#]+[\\/?#]/iu.test(first))
    return refuse("whitespace");
  return readAuthority(first);
}

/** The usual input, which needs nothing of what follows. */
function isPlainName(pasted: string): boolean {
  return pasted.length <= maxPastedLength && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/iu.test(pasted);
}

function refuse(reason: HostnameRefusal): Extraction {
  return { ok: false, reason };
}

/** Full-width ASCII and the ideographic full stops, as East Asian keyboards type them. UTS 46 maps them alike. */
function toHalfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u3002\uff61]/gu, ".");
}

/**
 * The target of a link, `[text](target)`, `<target|text>`, `<a href="target">` or `Name <target>`; any other text as it is.
 * null: the text names another hostname than the target.
 */
function readLink(text: string): string | null {
  const markdown = /^!?\[([^\]]*)\]\(\s*<?([^\s<>)]*)[^)]*\)$/u.exec(text);
  const chat = /^<([^<>|\s]*)\|([^<>]*)>$/u.exec(text);
  const html = /^<a\s[^>]*?\bhref\s*=\s*["']?([^"'\s>]+)[^>]*>([^<]*)(?:<\/a>)?$/iu.exec(text);
  const named = /^([^<>]+)<([^<>]+)>$/u.exec(text);
  const [target, label] = markdown
    ? [markdown[2], markdown[1]]
    : chat
      ? [chat[1], chat[2]]
      : html
        ? [html[1], html[2]]
        : named
          ? [named[2], named[1]]
          : [text, undefined];
  if (target === undefined || label === undefined) return text;
  const shown = unwrap(label);
  if (!isHostnameLike(shown)) return target;
  const [a, b] = [readAuthority(shown), readAuthority(unwrap(target))];
  return a.ok && b.ok && a.text.toLowerCase() !== b.text.toLowerCase() ? null : target;
}

const opening = "\"'`“”„‟‘’‚‛«»‹›「」『』《》〈〉<>()[]{}（）【】,;";
const closing = `${opening}:!?.…、`;

/** Drops what surrounds a name in prose and lists: quotes, brackets, punctuation, bullets, emphasis. */
function unwrap(text: string): string {
  for (let rest = text; ; ) {
    const bare = trimEdges(rest, isOpening, isClosing)
      .replace(/^(?:[-*+•·–—‣◦]|\d{1,5}[.)])\s+/u, "")
      .replace(/^(\*{1,3}|_{1,3}|~~)(?=[^*_~])(.*[^*_~])\1$/u, "$2");
    if (bare === rest) return bare;
    rest = bare;
  }
}

/** The host of a text without white space: without scheme, credentials, port, path, query, and dots at its end. */
function readAuthority(text: string): Extraction {
  const scheme = /^(?:[a-z][a-z0-9+-]*:(?![0-9]+(?:[/?#]|$))|https?(?=[;.]?[\\/]))[;.]?[\\/]*|^[\\/]{2,}/iu.exec(text);
  const rest = scheme ? text.slice(scheme[0].length) : text;
  // `view-source:https://…` and the like.
  if (scheme && scheme[0] !== "" && /^[a-z][a-z0-9+-]*:[\\/]/iu.test(rest)) return readAuthority(rest);
  if (isList(text)) return refuse("several_hostnames");
  const [authority = ""] = rest.split(/[\\/?#]/u, 1);
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1);
  if (/^\[?[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*/iu.test(host)) return refuse("ip_address");
  const name = trimEdges(host.replace(/:[0-9]*$/u, ""), isOpening, isClosing);
  if (name === "") return refuse(at >= 0 ? "email" : rest === "" ? "empty" : "url");
  const colon = name.indexOf(":");
  if (colon >= 0 && at < 0) return refuse("url");
  // `git@host:path` is how Git writes an address.
  const found = colon >= 0 ? name.slice(0, colon) : name;
  const hasMore = authority.length < rest.length || host.includes(":") || /[\\/]/u.test(scheme?.[0] ?? "");
  return { ok: true, text: found, from: hasMore ? "url" : at >= 0 ? "email" : "name" };
}

/** Names with commas between them. A comma in a path or query separates nothing, unless a URL follows. */
function isList(text: string): boolean {
  const [head = "", ...others] = text.split(/[,;|]/u);
  if (others.some(isUrl)) return true;
  if (!/^(?:[a-z][a-z0-9+-]*:[\\/]*)?[^\\/?#]*[\\/]?$/iu.test(head)) return false;
  return [head, ...others].filter(isHostnameLike).length > 1;
}

/** Whether a text looks as if a hostname were meant: at least a dot within, and letters at the end. */
function isHostnameLike(text: string): boolean {
  const bare = trimEdges(text, isOpening, isClosing);
  if (isUrl(bare)) return true;
  const [host = ""] = bare.split(/[\\/?#]/u, 1);
  return /^[^\s.@]\S*\.(?:xn--[a-z0-9-]+|\p{L}[\p{L}\p{M}]+)\.?(?::[0-9]*)?$/iu.test(host);
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+-]*:[\\/]{2}/iu.test(text);
}

/** Without regular expressions: those that match at the end take quadratic time. */
function trimEdges(
  text: string,
  isLeading: (character: string) => boolean,
  isTrailing: (character: string) => boolean,
): string {
  let start = 0;
  let end = text.length;
  while (start < end && isLeading(text.charAt(start))) start += 1;
  while (end > start && isTrailing(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** White space, and what is not seen: control characters, zero-width characters, marks of direction, the BOM. */
function isBlank(character: string): boolean {
  return /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character);
}

function isOpening(character: string): boolean {
  return opening.includes(character) || isBlank(character);
}

function isClosing(character: string): boolean {
  return closing.includes(character) || isBlank(character);
}
