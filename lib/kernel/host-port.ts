import { isIP } from "node:net";

/** `192.0.2.7`, `192.0.2.7:53`, `[2001:db8::7]:53`, `2001:db8::7`. */
export function parseHostPort(value: string, defaultPort: number): { host: string; port: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(value);
  if (bracketed) return { host: bracketed[1] ?? "", port: Number(bracketed[2] ?? defaultPort) };
  // More than one colon and no brackets: a bare IPv6 address.
  if (value.split(":").length !== 2) return { host: value, port: defaultPort };
  const [host = "", given = ""] = value.split(":");
  return { host, port: Number(given) };
}

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/** An address, with brackets or without, or a name that an address is looked up for. */
export function isHost(value: string): boolean {
  const host = value.replace(/^\[(.*)\]$/, "$1");
  const isName = host.length <= 253 && !/^[\d.]+$/.test(host) && host.split(".").every((part) => label.test(part));
  return isIP(host) !== 0 || isName;
}

/** As `parseHostPort` reads it, with a port that can be one. */
export function isHostPort(value: string): boolean {
  const { host, port } = parseHostPort(value, 1);
  return isHost(host) && Number.isInteger(port) && port >= 1 && port <= 65_535;
}
