import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildWidgetPackage } from "./build-widget-package.mjs";

const root = join(import.meta.dirname, "..");
const consumer = mkdtempSync(join(tmpdir(), "latchkey-widget-"));

beforeAll(() => {
  mkdirSync(join(consumer, "node_modules/@latchkey"), { recursive: true });
  for (const name of ["react", "@types", "csstype"])
    symlinkSync(join(root, "node_modules", name), join(consumer, "node_modules", name));
  writeFileSync(join(consumer, "package.json"), '{ "type": "module" }');
  buildWidgetPackage(join(consumer, "node_modules/@latchkey/widget"));
});
afterAll(() => rmSync(consumer, { recursive: true, force: true }));

it("can be imported where there is no browser, and says so when it is to load", () => {
  const program = `
    import { load } from "@latchkey/widget";
    import { LatchkeyWidget, useLatchkey } from "@latchkey/widget/react";
    const outcome = await load({ origin: "https://a.test" }).catch((error) => error.message);
    console.log(JSON.stringify([outcome, typeof LatchkeyWidget, typeof useLatchkey]));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: consumer });
  expect(JSON.parse(said.toString())).toEqual(["The widget needs a browser.", "function", "function"]);
});

it.each(["nodenext", "bundler"])("brings its types, for %s resolution", (resolution) => {
  writeFileSync(
    join(consumer, "sample.tsx"),
    `import { load, type LatchkeyHandle } from "@latchkey/widget";
     import { LatchkeyWidget, useLatchkey } from "@latchkey/widget/react";
     const latchkey = await load({ origin: "https://a.test", file: "/widget/v1/0/v1.js", integrity: "sha384-x" });
     export const handle: LatchkeyHandle = latchkey.open({
       token: "t",
       onStep: ({ step, domain }) => console.log(step === "records", domain?.length),
       onSuccess: ({ connectionId, setupType }) => console.log(connectionId?.length, setupType.length),
       onError: (error) => error instanceof latchkey.LatchkeySessionError && console.log(error.code, error.retry),
       onSessionExpired: async () => "new",
     });
     handle.update({ token: "t2", colorScheme: "dark" });
     addEventListener("connectdomain:close", ({ detail }) => console.log(detail.completed));
     export function Page() {
       const open = useLatchkey({ origin: "https://a.test" });
       return (
         <>
           <button onClick={() => void open({ token: "t", domain: "shop.example.com" })}>Connect</button>
           <LatchkeyWidget origin="https://a.test" token="t" theme={{ radius: "none" }} className="widget" />
         </>
       );
     }
     // @ts-expect-error: the token is missing
     latchkey.open({});
     // @ts-expect-error: there is no such theme
     latchkey.open({ token: "t", theme: { radius: "huge" } });
     // @ts-expect-error: there is no such callback
     latchkey.open({ token: "t", onDone: () => {} });\n`,
  );
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const module = resolution === "nodenext" ? "nodenext" : "esnext";
  const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "--jsx", "react-jsx"];
  const kinds = ["--target", "es2023", "--lib", "es2023,dom,dom.iterable", "--module", module];
  const outcome = spawnSync(
    process.execPath,
    [compiler, ...options, ...kinds, "--moduleResolution", resolution, "--types", "react", "sample.tsx"],
    { cwd: consumer },
  );
  expect(outcome.stdout.toString()).toBe("");
});
