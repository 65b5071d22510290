// `npm run package:widget`: builds @latchkey/widget in dist/widget: it loads the script of an installation, and brings its
// types. Nothing of the widget itself is in it, so that it need not be updated with the installation.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildPackage, root } from "./build-package.mjs";

/** Writes the package into `target`, which is emptied first. @throws Error where it would need more than React */
export function buildWidgetPackage(target) {
  buildPackage(target, {
    project: "tsconfig.widget.json",
    alias: "@/widget/",
    dependency: "react",
    manifest: describePackage(),
  });
  writeFileSync(join(target, "README.md"), readme);
}

function describePackage() {
  const { version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entry = (name) => ({ types: `./package/${name}.d.ts`, default: `./package/${name}.js` });
  return {
    name: "@latchkey/widget",
    version,
    description: "Lets your customers connect their own domains, with the widget of a Latchkey installation.",
    license,
    type: "module",
    sideEffects: false,
    exports: { ".": entry("load"), "./react": entry("react") },
    peerDependencies: { react: ">=18" },
    peerDependenciesMeta: { react: { optional: true } },
  };
}

const readme = `# @latchkey/widget

\`\`\`ts
import { load } from "@latchkey/widget";

const latchkey = await load({ origin: "https://connect.example.com" });
latchkey.open({ token, onSuccess: ({ domain }) => console.log(domain) });
\`\`\`

\`\`\`tsx
import { LatchkeyWidget, useLatchkey } from "@latchkey/widget/react";
\`\`\`

Your installation documents all of it at \`/docs/widget\`.
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildWidgetPackage(join(root, "dist/widget"));
  console.log("dist/widget holds @latchkey/widget. Install it elsewhere with `npm install <this folder>/dist/widget`.");
}
