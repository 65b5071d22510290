/** `192.0.2.7`, `192.0.2.7:53`, `[2001:db8::7]:53`, `2001:db8::7`. */
export function parseHostPort(value: string, defaultPort: number): { host: string; port: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(value);
  if (bracketed) return { host: bracketed[1] ?? "", port: Number(bracketed[2] ?? defaultPort) };
  // More than one colon and no brackets: a bare IPv6 address.
  if (value.split(":").length !== 2) return { host: value, port: defaultPort };
  const [host = "", given = ""] = value.split(":");
  return { host, port: Number(given) };
}
