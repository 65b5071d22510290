import { readFileSync, writeFileSync } from "node:fs";
import { documentPath, withTables } from "./providers-table";

writeFileSync(documentPath, withTables(readFileSync(documentPath, "utf8")));
console.log("docs/dns-providers.md is written.");
