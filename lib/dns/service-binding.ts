import ipaddr from "ipaddr.js";
import { normaliseName } from "@/lib/dns/domain-name";

/**
 * An HTTPS or SVCB record (RFC 9460). `priority` 0: AliasMode, the whole service is at `target`. `target` "": the owner's
 * name itself. `params` in the order of the record, values as its presentation form writes them; "" for a key without one.
 */
export type ServiceBinding = { priority: number; target: string; params: ReadonlyMap<string, string> };

/** Section 14.3.2. Other keys read `key<n>`. */
const keyNames = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint"] as const;

/** Presentation form: `1 . alpn=h2,h3 ipv4hint=192.0.2.1`. What is not well formed, which clients ignore, is in that of RFC 3597. */
export function presentServiceBinding(data: Buffer): string {
  try {
    const priority = data.readUInt16BE(0);
    const { name, end } = readName(data, 2);
    const params = [...readParams(data, end)].map(([key, value]) => (value === "" ? key : `${key}=${value}`));
    return [priority, name === "" ? "." : name, ...params].join(" ");
  } catch {
    return `\\# ${data.length} ${data.toString("hex")}`;
  }
}

/** Reads presentation form; null for what clients ignore. Pure. */
export function parseServiceBinding(value: string): ServiceBinding | null {
  const [priority = "", target = "", ...rest] = value.split(" ");
  if (!/^\d{1,5}$/.test(priority) || target === "" || Number(priority) > 0xffff) return null;
  const params = rest.map((param): [string, string] => {
    const at = param.indexOf("=");
    return at === -1 ? [param, ""] : [param.slice(0, at), param.slice(at + 1)];
  });
  return { priority: Number(priority), target: normaliseName(target), params: new Map(params) };
}

function readName(data: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = data.readUInt8(at); length !== 0; length = data.readUInt8(at)) {
    // Section 2.2: the name is not compressed.
    if (length > 63 || at + 1 + length > data.length) throw new Error("not a name");
    labels.push(data.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const name = labels.join(".");
  if (name.length > 253 || (name !== "" && !/^[!-~]+$/.test(name))) throw new Error("not a name");
  return { name, end: at + 1 };
}

/** Section 2.2: keys in strictly increasing order, or the record is malformed. */
function readParams(data: Buffer, start: number): Map<string, string> {
  const params = new Map<string, string>();
  let last = -1;
  for (let at = start; at < data.length; ) {
    const key = data.readUInt16BE(at);
    const length = data.readUInt16BE(at + 2);
    const end = at + 4 + length;
    if (key <= last || end > data.length) throw new Error("not in order");
    params.set(nameOfKey(key), presentParam(key, data.subarray(at + 4, end)));
    last = key;
    at = end;
  }
  return params;
}

function nameOfKey(key: number): string {
  return keyNames[key] ?? `key${key}`;
}

function presentParam(key: number, value: Buffer): string {
  switch (keyNames[key]) {
    case "mandatory":
      return split(value, 2)
        .map((one) => nameOfKey(one.readUInt16BE(0)))
        .join(",");
    case "alpn":
      return readIds(value).join(",");
    case "no-default-alpn":
      if (value.length > 0) throw new Error("a value that must be empty");
      return "";
    case "port":
      if (value.length !== 2) throw new Error("not a port");
      return String(value.readUInt16BE(0));
    case "ipv4hint":
    case "ipv6hint": {
      const hints = split(value, keyNames[key] === "ipv4hint" ? 4 : 16);
      return hints.map((one) => ipaddr.fromByteArray([...one]).toString()).join(",");
    }
    case "ech":
      if (value.length === 0) throw new Error("no value");
      return value.toString("base64");
    default:
      return escapeBytes(value);
  }
}

function split(value: Buffer, size: number): Buffer[] {
  if (value.length === 0 || value.length % size !== 0) throw new Error("not a list");
  return Array.from({ length: value.length / size }, (_, index) => value.subarray(index * size, (index + 1) * size));
}

function readIds(value: Buffer): string[] {
  const ids: string[] = [];
  for (let at = 0; at < value.length; ) {
    const length = value.readUInt8(at);
    if (length === 0 || at + 1 + length > value.length) throw new Error("not a list of protocols");
    // A comma inside an item is escaped twice (appendix A.1).
    ids.push(escapeBytes(value.subarray(at + 1, at + 1 + length)).replaceAll(",", "\\\\,"));
    at += 1 + length;
  }
  if (ids.length === 0) throw new Error("no protocol");
  return ids;
}

/** Printable characters as they are; spaces, quotes and other bytes as `\DDD` (RFC 1035, section 5.1). */
function escapeBytes(value: Buffer): string {
  return [...value]
    .map((byte) => {
      const isPlain = byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c && byte !== 0x3b;
      return isPlain ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, "0")}`;
    })
    .join("");
}
