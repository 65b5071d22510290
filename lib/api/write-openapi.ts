import { writeFileSync } from "node:fs";
import { endpoints } from "@/lib/api/endpoints/registry";
import { openApiDocument } from "@/lib/api/openapi";

/** `npm run openapi`: writes docs/openapi.json. */
const path = new URL("../../docs/openapi.json", import.meta.url);
writeFileSync(path, `${JSON.stringify(openApiDocument(endpoints), null, 2)}\n`);
console.log("docs/openapi.json is written.");
