import { writeFileSync } from "node:fs";
import { openApiDocument } from "@/lib/api/openapi";
import { endpoints } from "@/lib/api/registry";

/** `npm run openapi`: writes the document that is committed. */
const path = new URL("../../docs/openapi.json", import.meta.url);
writeFileSync(path, `${JSON.stringify(openApiDocument(endpoints), null, 2)}\n`);
console.log("docs/openapi.json is written.");
