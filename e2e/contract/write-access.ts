import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accessTable } from "@/e2e/contract/access-table";

/** `npm run access`: writes the table of docs/access.md. */
const path = fileURLToPath(new URL("../../docs/access.md", import.meta.url));
const mark = "<!-- npm run access -->";
const [before = ""] = readFileSync(path, "utf8").split(mark);
writeFileSync(path, `${before}${mark}\n\n${accessTable()}`);
