export type HostnameReading = { ok: true; hostname: string } | { ok: false; message: string };

/**
 * What can be said about a typed hostname without asking the server: its A-label form, or what is wrong with its spelling.
 * The server's word is final: it knows the Public Suffix List, reserved names, and names of its own.
 */
export function readHostname(input: string): HostnameReading {
  const typed = input.trim();
  const mistake = spellingMistake(typed);
  if (mistake) return { ok: false, message: mistake };
  const mapped = isAscii(typed) ? typed.toLowerCase() : mapToAscii(typed);
  if (mapped === null) return { ok: false, message: texts.invalidIdn };
  const hostname = mapped.endsWith(".") ? mapped.slice(0, -1) : mapped;
  const shape = shapeMistake(hostname);
  return shape ? { ok: false, message: shape } : { ok: true, hostname };
}

const texts = {
  empty: "There is no hostname here.",
  tooLong: "This hostname is too long: 253 characters are the most that DNS can hold.",
  whitespace: "A hostname cannot contain spaces.",
  url: "Only the hostname, without https://, a port, or a path.",
  email: "This looks like an e-mail address.",
  ip: "This is an IP address. A hostname is needed, such as shop.example.com.",
  wildcard: "A wildcard cannot be connected. One hostname is needed, such as shop.example.com.",
  underscore: "A hostname cannot contain an underscore.",
  emptyLabel: "Two dots follow each other, or the hostname starts with a dot.",
  labelTooLong: "One part of this hostname is longer than 63 characters, the most that DNS can hold.",
  hyphen: "A part of a hostname cannot start or end with a hyphen.",
  invalidCharacter: "A hostname can hold only letters, digits, hyphens, and dots.",
  invalidIdn: "This hostname contains characters that internationalised domain names do not allow.",
  singleLabel: "The full hostname with its domain is needed, such as shop.example.com.",
};

function spellingMistake(typed: string): string | null {
  if (typed === "") return texts.empty;
  if (/\s/u.test(typed)) return texts.whitespace;
  if (typed.length > 1_000) return texts.tooLong;
  if (typed.startsWith("[")) return texts.ip;
  if (typed.includes("://")) return texts.url;
  if (typed.includes("@")) return texts.email;
  if (/^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/iu.test(typed)) return texts.ip;
  if (/[/\\?#:]/u.test(typed)) return texts.url;
  return typed.includes("*") ? texts.wildcard : null;
}

/** UTS 46, as the browser does it in every address. */
function mapToAscii(name: string): string | null {
  if (/[%<>^|]/u.test(name)) return null;
  const url = `http://${name}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

function shapeMistake(hostname: string): string | null {
  const labels = hostname.split(".");
  if (labels.includes("")) return texts.emptyLabel;
  if (hostname.includes("_")) return texts.underscore;
  if (/[^a-z0-9.-]/u.test(hostname)) return texts.invalidCharacter;
  if (labels.some((label) => label.length > 63)) return texts.labelTooLong;
  if (hostname.length > 253) return texts.tooLong;
  if (labels.some((label) => label.startsWith("-") || label.endsWith("-"))) return texts.hyphen;
  if (labels.every((label) => /^[0-9]+$/u.test(label))) return texts.ip;
  return labels.length === 1 ? texts.singleLabel : null;
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins there
  return /^[\x00-\x7f]*$/u.test(text);
}
