import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { type EdgeSettings, edgeSettingsSchema } from "@/lib/edge/protocol/settings";
import { type Disk, readJsonFile, replaceFile } from "@/lib/edge/responder/disk";

/** The tokens of this edge. */
export type EdgeTokens = { internalToken: string; edgeToken: string };

const token = z.string().regex(/^[\w-]{16,200}$/);
const storedTokens = z.object({ internalToken: token, edgeToken: token });
const storedEdge = z.object({ edgeId: z.uuid() });

/** Those of the environment, or else of the folder, where they are made once. */
export async function readTokens(
  disk: Disk,
  folder: string,
  given: { internalToken: string | null; edgeToken: string | null },
): Promise<EdgeTokens> {
  if (given.internalToken !== null && given.edgeToken !== null) {
    return { internalToken: given.internalToken, edgeToken: given.edgeToken };
  }
  const path = join(folder, "tokens.json");
  const parsed = storedTokens.safeParse(await readJsonFile(disk, path));
  const stored = parsed.success ? parsed.data : { internalToken: newToken(), edgeToken: newToken() };
  if (!parsed.success) {
    await disk.mkdir(folder, { recursive: true, mode: 0o700 });
    await replaceFile(disk, path, JSON.stringify(stored));
  }
  return {
    internalToken: given.internalToken ?? stored.internalToken,
    edgeToken: given.edgeToken ?? stored.edgeToken,
  };
}

/** Made at the first start. Where the disk takes no file, it lasts for this run. */
export async function readEdgeId(disk: Disk, folder: string): Promise<string> {
  const path = join(folder, "edge.json");
  const parsed = storedEdge.safeParse(await readJsonFile(disk, path));
  if (parsed.success) return parsed.data.edgeId;
  const edgeId = randomUUID();
  await replaceFile(disk, path, JSON.stringify({ edgeId })).catch(() => undefined);
  return edgeId;
}

/** null: there are none, or they are damaged. */
export async function readStoredSettings(disk: Disk, folder: string): Promise<EdgeSettings | null> {
  const parsed = edgeSettingsSchema.safeParse(await readJsonFile(disk, join(folder, "settings.json")));
  return parsed.success ? parsed.data : null;
}

export function storeSettings(disk: Disk, folder: string, settings: EdgeSettings): Promise<void> {
  return replaceFile(disk, join(folder, "settings.json"), JSON.stringify(settings));
}

export function readCounts(disk: Disk, folder: string): Promise<unknown> {
  return readJsonFile(disk, join(folder, "counts.json"));
}

export function storeCounts(disk: Disk, folder: string, counts: unknown): Promise<void> {
  return replaceFile(disk, join(folder, "counts.json"), JSON.stringify(counts));
}

/** As the supervisor wrote it; null: not known. */
export async function readCaddyVersion(disk: Disk, folder: string): Promise<string | null> {
  const content = await disk.readFile(join(folder, "caddy-version")).catch(() => null);
  return content?.toString("utf8").trim().slice(0, 40) || null;
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}
