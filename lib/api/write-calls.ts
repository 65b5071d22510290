import { writeFileSync } from "node:fs";
import { callFiles } from "@/lib/api/call-files";

/** `npm run calls`: writes the files of lib/api/calls. */
for (const [name, text] of Object.entries(callFiles()))
  writeFileSync(new URL(`./calls/${name}`, import.meta.url), text);
console.log("lib/api/calls is written.");
