// npm run app: the app alone, for a service manager that runs worker and edge beside it (deploy/systemd).
import { runPrepared } from "./run-main.mjs";

await runPrepared("server.js", { withApp: true });
