// npm run admin -- …: the operator's commands.
import { runMain } from "./run-main.mjs";

await runMain("admin");
