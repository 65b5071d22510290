import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Picture } from "@/components/docs/markdown";
import { readImage } from "@/lib/accounts/branding/read-image";

const folder = "images";

export type ReadPicture = Picture & { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> };

/** The pictures of docs/images. Read at build time from the repository: the running app reads no file. */
export function readPictures(): ReadPicture[] {
  const from = join(process.cwd(), "docs", folder);
  return readdirSync(from)
    .sort()
    .flatMap((name) => {
      const bytes = new Uint8Array(readFileSync(join(from, name)));
      const image = readImage(bytes);
      return image === null ? [] : [{ name, src: `/docs/${folder}/${name}`, bytes, ...image }];
    });
}

/**
 * The picture that a document means, for the page that shows it.
 * @param from the document's path in docs/, without `.md`
 */
export function findPicture(pictures: readonly ReadPicture[], href: string, from: string): Picture | null {
  const { origin, pathname } = new URL(href, `https://repository/docs/${from}`);
  const found = origin === "https://repository" && pictures.find(({ src }) => src === pathname);
  return found ? { src: found.src, width: found.width, height: found.height } : null;
}
