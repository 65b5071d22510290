import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the flow shares with the server, so that both read a domain and an answer alike. */
const shared = ["lib/dns/extract-hostname.ts", "lib/kernel/wire.ts"];

it("brings neither zod nor Preact nor anything else into the integrator's page than itself and two files of lib", async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["run-flow", "token-api", "link-api", "actions-of"].map((name) => `widget/flow/${name}.ts`),
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    outdir: "unused",
    logLevel: "silent",
  });
  const foreign = Object.keys(metafile.inputs).filter((file) => !file.startsWith("widget/flow/"));
  expect(foreign.sort()).toEqual(shared);
});
