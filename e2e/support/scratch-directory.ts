import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type ScratchDirectory = { path: string; remove: () => void };

export function createScratchDirectory(name: string): ScratchDirectory {
  const path = mkdtempSync(join(tmpdir(), `latchkey-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
