// npm run admin -- …: the operator's commands, without the browser.
import { runMain } from "./run-main.mjs";

await runMain("admin");
