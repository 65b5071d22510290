import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const toolSchema = z.object({
  bin: z.string().optional(),
  binDir: z.string().optional(),
  update: z.string().optional(),
  schema: z.string().optional(),
});
const toolsFile = join(import.meta.dirname, "../../.tools/tools.json");

export type ToolName =
  | "caddy"
  | "caddy-2.6"
  | "pebble"
  | "knot"
  | "kzonesign"
  | "unbound"
  | "powerdns"
  | "postgres"
  | "pgbouncer"
  | "patroni"
  | "etcd"
  | "haproxy"
  | "prometheus"
  | "chromium"
  | "dnspython"
  | "python-referees"
  | "deploy-linters";

/** The path where the set-up script found `name`; `part` is its program, its folder of programs, Knot's update client, or PowerDNS's schema. */
export function getToolPath(name: ToolName, part: "bin" | "binDir" | "update" | "schema" = "bin"): string {
  const known = existsSync(toolsFile)
    ? z.record(z.string(), toolSchema).parse(JSON.parse(readFileSync(toolsFile, "utf8")))
    : {};
  const path = known[name]?.[part];
  if (!path || !existsSync(path)) throw new Error(`${name} is not set up: run node scripts/tools.mjs test`);
  return path;
}
