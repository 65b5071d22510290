import { compileEdge, installPackages } from "./prepare.mjs";
import { ensureTool } from "./tools.mjs";

/** What an edge needs: no build of the app, and no database client. Writes nothing where all of it is up to date. @returns Caddy */
export async function prepareEdge(steps) {
  await installPackages(steps);
  await compileEdge(steps);
  return ensureTool("caddy", { purpose: "start", steps });
}
