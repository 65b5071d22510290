import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** What scripts/build-widget.mjs writes; relative to the working directory, as Next's build is. */
const folder = ".build/widget";

const manifestSchema = z.object({ version: z.string(), hash: z.string(), file: z.string(), integrity: z.string() });

export type WidgetManifest = z.infer<typeof manifestSchema>;

export const widgetEncodings = ["br", "gzip"] as const;

const ends = { br: ".br", gzip: ".gz" } as const satisfies Record<(typeof widgetEncodings)[number], string>;

/** What may be asked for: nothing else is read from the disk, and no path leaves the folder. */
const served = /^(v1\.js|v1\.json|v1\/[0-9a-f]{20}\/[A-Za-z][\w-]*\.(js|css))$/;

/**
 * A built file, as it was compressed when it was built.
 * @param name relative to `/widget/`
 * @returns null where there is none
 */
export async function readWidgetFile(
  name: string,
  encoding: (typeof widgetEncodings)[number] | null,
): Promise<Buffer<ArrayBuffer> | null> {
  if (!served.test(name)) return null;
  try {
    return await readFile(join(folder, `${name}${encoding === null ? "" : ends[encoding]}`));
  } catch {
    return null;
  }
}

/** Of the newest build; null where nothing was built, as in tests. */
export async function readWidgetManifest(): Promise<WidgetManifest | null> {
  const text = await readWidgetFile("v1.json", null);
  return text === null ? null : manifestSchema.parse(JSON.parse(text.toString("utf8")));
}
