import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const token = z.string().regex(/^[\w-]{16,200}$/);
const schema = z.object({ internalToken: token, edgeToken: token });

export type EdgeTokens = z.infer<typeof schema>;

/**
 * The tokens between Caddy, responder and app where the environment has none. They stay the same from start to start: Caddy
 * and responder may go on running while everything else is replaced.
 */
export function readEdgeTokens(dataDir: string): EdgeTokens {
  const path = join(dataDir, "edge/tokens.json");
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    const fresh = { internalToken: newToken(), edgeToken: newToken() };
    mkdirSync(join(dataDir, "edge"), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, JSON.stringify(fresh), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return fresh;
  }
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}
