// `npm run package:widget`: builds @latchkey/widget in dist/widget: it loads the script of an installation, and brings its
// types. Nothing of the widget itself is in it, so that it need not be updated with the installation.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Writes the package into `target`, which is emptied first. @throws Error where it would need more than React */
export function buildWidgetPackage(target) {
  rmSync(target, { recursive: true, force: true });
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.widget.json"), "--outDir", target], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const file of readdirSync(target, { recursive: true }).filter((name) => /\.(js|d\.ts)$/.test(name))) {
    const path = join(target, file);
    writeFileSync(path, withPlainImports(readFileSync(path, "utf8"), file));
  }
  writeFileSync(join(target, "package.json"), `${JSON.stringify(describePackage(), null, 2)}\n`);
  writeFileSync(join(target, "README.md"), readme);
}

// The alias `@/widget/` exists in this repository only.
function withPlainImports(text, file) {
  return text.replace(/(^(?:import|export)\b.* from |^import |\bimport\()"([^"]+)"/gm, (whole, before, name) => {
    if (name === "react" || name.startsWith("react/")) return whole;
    if (!name.startsWith("@/widget/")) throw new Error(`${file} imports ${name}: the package may need React only`);
    const path = relative(dirname(file), name.slice("@/widget/".length)).replaceAll("\\", "/");
    return `${before}"${path.startsWith(".") ? path : `./${path}`}.js"`;
  });
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
