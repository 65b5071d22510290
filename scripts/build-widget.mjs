// Builds what /widget/ serves: v1.js in one file with English, its chunks (a language each, the QR code), and script and
// style sheet of the hosted page. `node scripts/build-widget.mjs` prints the sizes.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = resolve(fileURLToPath(new URL("..", import.meta.url)));

/** Relative to the project; also read by lib/api/widget-files.ts. */
export const builtWidget = ".build/widget";

/** In the place of the hash while it is not known: a folder's name follows from what is in it. */
const placeholder = "LATCHKEYHASH";

/** With dialogs, constructed style sheets and dynamic imports. */
const browsers = ["chrome109", "edge109", "firefox115", "safari16.4"];

/** Folders of earlier builds that stay: pages with an `integrity` attribute load their script from there. */
const KEPT = 30;

/**
 * Writes v1.js, v1.json and v1/<hash>/ into `target`; each file also as .br and .gz.
 * @returns the manifest: what v1.json has
 */
export async function buildWidget(target) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const define = { LATCHKEY_VERSION: JSON.stringify(version) };
  // Once to know the chunks, and what they have in common with the scripts that load them.
  const chunks = new Map();
  const { inputs } = await bundle("widget/skins/widget.ts", { define, chunks });
  await bundle("widget/skins/hosted.tsx", { define, chunks });
  const names = new Map(inputs.map((input) => [input, new Set()]));
  for (const path of chunks.values()) await bundle(path, { chunks, counts: names });
  const shared = [...names].filter(([, used]) => used.size > 0);
  const files = new Map([
    ["v1.js", asClassicScript((await bundle("widget/skins/widget.ts", { define, chunks, lends: shared })).text)],
    ["hosted.js", (await bundle("widget/skins/hosted.tsx", { define, chunks, lends: shared })).text],
    ["page.css", await minifiedCss((await exportsOf("widget/skins/page-sheet.ts")).pageCss)],
  ]);
  for (const [name, path] of chunks) files.set(name, (await bundle(path, { chunks, borrows: shared })).text);
  const hash = digestOf(files);
  const folder = join(target, "v1", hash);
  mkdirSync(folder, { recursive: true });
  const sizes = {};
  for (const [name, text] of files) sizes[name] = write(join(folder, name), text.replaceAll(placeholder, hash));
  const script = readFileSync(join(folder, "v1.js"));
  const manifest = {
    version,
    hash,
    file: `/widget/v1/${hash}/v1.js`,
    integrity: `sha384-${createHash("sha384").update(script).digest("base64")}`,
    sizes,
  };
  write(join(target, "v1.js"), script);
  // Last: whoever reads it finds what it names.
  write(join(target, "v1.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  forgetOldest(join(target, "v1"), hash);
  return manifest;
}

/**
 * One file and its inputs. Dynamic imports become chunks: their names and sources are added to `chunks`. A classic script
 * cannot share modules with its chunks, so that it `lends` them by a global, and they `borrow` them.
 * @param options `lends`, `borrows`: modules and the names in them. `counts`: gets the names that are used of its modules
 */
async function bundle(path, { define = {}, chunks, lends = [], borrows = [], counts = null }) {
  const { build } = await import("esbuild");
  const entry = relative(root, resolve(root, path));
  const loans = lends.map(([input, used], index) => ({
    input,
    used: [...used].map((name) => [name, `m${index}${name}`]),
  }));
  const lines = [
    ...loans.map(({ input, used }) => `import { ${used.map(([name, as]) => `${name} as ${as}`)} } from "./${input}";`),
    ...(loans.length > 0 ? [`globalThis[${library}] = [${loans.map(lend)}];`] : []),
    `${lends.length > 0 ? "import" : "export * from"} "./${entry}";`,
  ];
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    stdin: { contents: lines.join("\n"), resolveDir: root, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    minify: counts === null,
    format: "esm",
    define,
    platform: "browser",
    target: browsers,
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    plugins: [
      ...(counts ? [borrowed(counts, true)] : []),
      ...(borrows.length > 0 ? [borrowed(new Map(borrows), false)] : []),
      minifiedSheets,
      chunksApart(chunks),
    ],
  });
  const { text } = outputFiles[0];
  if (counts !== null) countNames(text, counts);
  return { text, inputs: Object.keys(metafile.inputs).filter((input) => input !== "<stdin>") };
}

function lend({ used }) {
  return `{ ${used.map(([name, as]) => `${name}: ${as}`)} }`;
}

/**
 * For pages that write the tag by hand. Without `crossorigin`, a script does not know its own URL when it imports: its origin
 * is read while it runs for the first time.
 */
function asClassicScript(text) {
  const origin = 'const latchkeyOrigin=document.currentScript?.src?new URL(document.currentScript.src).origin:"";';
  return `(()=>{${origin}${text.replaceAll('import("/widget/', 'import(latchkeyOrigin+"/widget/')}})();\n`;
}

/** Of one version: a page may have two. */
const library = `Symbol.for("latchkey ${placeholder}")`;

/** Takes these modules from the global, or leaves them as imports for `countNames`. */
function borrowed(inputs, isCounted) {
  return {
    name: "borrowed modules",
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ kind, path, importer, resolveDir, pluginData }) => {
        if (importer === "<stdin>" || kind === "dynamic-import" || pluginData === "resolving") return undefined;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: "resolving" });
        const input = relative(root, found.path);
        if (!inputs.has(input)) return undefined;
        return isCounted ? { path: `borrowed:${input}`, external: true } : { path: input, namespace: "borrowed" };
      });
      build.onLoad({ filter: /./, namespace: "borrowed" }, ({ path }) => ({
        contents: `export const { ${[...inputs.get(path)]} } = globalThis[${library}][${[...inputs.keys()].indexOf(path)}];`,
      }));
    },
  };
}

function countNames(text, counts) {
  for (const [, names, input] of text.matchAll(/^import (?:\{([^}]*)\} from )?"borrowed:([^"]+)";/gm))
    for (const name of (names ?? "").split(",")) {
      const [exported] = name.trim().split(" as ");
      if (exported) counts.get(input).add(exported);
    }
}

// A module resolves an absolute path against its own URL, wherever the page is from.
function chunksApart(chunks) {
  return {
    name: "chunks apart",
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ kind, path, importer, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "resolving") return undefined;
        const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: "resolving" });
        if (found.errors.length > 0) return found;
        const name = `${basename(found.path).replace(/\.(tsx?|mjs|js)$/, "")}.js`;
        chunks.set(name, found.path);
        return { path: `/widget/v1/${placeholder}/${name}`, external: true };
      });
    },
  };
}

/** Style sheets are texts in modules, which esbuild would leave as they are. */
const minifiedSheets = {
  name: "minified sheets",
  setup(build) {
    build.onLoad({ filter: /[/-]sheet\.ts$/ }, async ({ path }) => {
      const texts = Object.entries(await exportsOf(path));
      const lines = await Promise.all(
        texts.map(async ([name, css]) => `export const ${name} = ${JSON.stringify(await minifiedCss(css))};`),
      );
      return { contents: lines.join("\n"), loader: "js" };
    });
  },
};

async function minifiedCss(text) {
  const { transform } = await import("esbuild");
  return (await transform(text, { loader: "css", minify: true, target: browsers })).code.trim();
}

/** Of a module without imports at run time other than our own. */
async function exportsOf(path) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "warning",
  });
  return {
    ...(await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`)),
  };
}

function digestOf(files) {
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(name).update("\0").update(text).update("\0");
  return hash.digest("hex").slice(0, 20);
}

/** A reader sees the old file or the new one. @returns sizes in bytes */
function write(path, content) {
  const bytes = Buffer.from(content);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  const gz = gzipSync(bytes, { level: 9 });
  for (const [end, data] of Object.entries({ ".br": br, ".gz": gz, "": bytes })) {
    writeFileSync(`${path}${end}.new`, data);
    renameSync(`${path}${end}.new`, `${path}${end}`);
  }
  return { bytes: bytes.length, gzip: gz.length, brotli: br.length };
}

function forgetOldest(folder, current) {
  utimesSync(join(folder, current), Date.now() / 1_000, Date.now() / 1_000);
  const byAge = readdirSync(folder)
    .map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { name } of byAge.slice(KEPT)) rmSync(join(folder, name), { recursive: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const target = join(root, builtWidget);
  if (!existsSync(target)) mkdirSync(target, { recursive: true });
  const { sizes, file } = await buildWidget(target);
  console.log(file);
  for (const [name, { bytes, gzip, brotli }] of Object.entries(sizes))
    console.log(
      `${name.padEnd(12)} ${String(bytes).padStart(7)} B  gzip ${String(gzip).padStart(6)}  br ${String(brotli).padStart(6)}`,
    );
}
