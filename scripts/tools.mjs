// Finds or installs the programs that are not npm packages. Also runs alone: node scripts/tools.mjs [start|test]
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.mjs";
import { runCommand } from "./run-command.mjs";
import { createSteps } from "./steps.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const toolsDir = join(root, ".tools");
const pythonRequirements = join(root, "e2e/providers/requirements.txt");
// Packages whose own demands contradict those of others; what they need is among the requirements.
const linterRequirements = join(root, "e2e/support/deploy-linters.txt");
const pythonWithoutDependencies = join(root, "e2e/providers/requirements-no-deps.txt");
const isMac = process.platform === "darwin";

const CADDY = "2.11.9";
const CADDY_OLD = "2.6.2";
const PEBBLE = "2.10.1";
const caddyModule = "github.com/caddyserver/caddy/v2";
const RELEASES = "https://github.com/caddyserver/caddy/releases/download";
const CONNECT_TIMEOUT_MS = 3_000;
const DOWNLOAD_TIMEOUT_MS = 60_000;
const GO_TIMEOUT_MS = 8 * 60_000;
const APT_TIMEOUT_MS = 8 * 60_000;
const PIP_TIMEOUT_MS = 8 * 60_000;

// System folders that a user's PATH may lack.
const EXTRA_DIRS = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/opt/homebrew/bin", "/opt/homebrew/sbin"];

const tools = {
  // npm start must be quick, so it prefers a package; the tests want the newest version, even if it has to be built.
  caddy: {
    variable: "CADDY_BIN",
    what: "the edge",
    find: (purpose) => findCaddy(purpose),
    get: {
      start: [caddyRelease(CADDY), debianPackage("caddy", "usr/bin/caddy", "caddy-2.6"), buildCaddy()],
      test: [caddyRelease(CADDY), buildCaddy(), debianPackage("caddy", "usr/bin/caddy", "caddy-2.6")],
    },
    brew: "caddy",
    apt: ["caddy"],
  },
  "caddy-2.6": {
    variable: "CADDY_26_BIN",
    what: "the oldest edge that is supported",
    find: () => findOldCaddy(),
    get: { test: [debianPackage("caddy", "usr/bin/caddy", "caddy-2.6"), caddyRelease(CADDY_OLD)] },
    apt: ["caddy"],
  },
  pebble: {
    variable: "PEBBLE_BIN",
    what: "a certificate authority for tests",
    find: () => findProgram("pebble", "PEBBLE_BIN"),
    get: { test: [debianPackage("pebble", "usr/bin/pebble", "pebble"), buildPebble()] },
    apt: ["pebble"],
  },
  knot: {
    variable: "KNOTD_BIN",
    what: "an authoritative DNS server",
    find: () => findKnot(),
    apt: ["knot", "knot-dnsutils"],
    brew: "knot",
  },
  kzonesign: {
    variable: "KZONESIGN_BIN",
    what: "a signer of DNS zones",
    find: () => findProgram("kzonesign", "KZONESIGN_BIN"),
    get: { test: [debianPackage("knot-dnssecutils", "usr/bin/kzonesign", "kzonesign")] },
    apt: ["knot-dnssecutils"],
    brew: "knot",
  },
  unbound: {
    variable: "UNBOUND_BIN",
    what: "a resolver with a cache",
    find: () => findProgram("unbound", "UNBOUND_BIN"),
    apt: ["unbound"],
    brew: "unbound",
  },
  powerdns: {
    variable: "PDNS_SERVER_BIN",
    what: "a DNS server with an API, with its SQLite back end",
    find: () => findPowerDns(),
    apt: ["pdns-server", "pdns-backend-sqlite3"],
    brew: "pdns",
  },
  dnspython: {
    variable: "PYTHON_WITH_DNS_BIN",
    what: "Python with dnspython, the second reader of CAA records",
    find: () => findPythonWithDns(),
    apt: ["python3", "python3-dnspython"],
  },
  "python-referees": {
    variable: "PYTHON_REFEREES_BIN",
    what: "Python with clients of DNS providers that others wrote",
    find: () => findPythonEnvironment("python", "PYTHON_REFEREES_BIN", pythonRequirements, pythonWithoutDependencies),
    get: { test: [pythonEnvironment("python", pythonRequirements, pythonWithoutDependencies)] },
    apt: ["python3", "python3-venv"],
    beside: true,
    // The tests that need it are skipped without it.
    isOptional: !process.env.CI,
  },
  "deploy-linters": {
    variable: "DEPLOY_LINTERS_BIN",
    what: "Python with linters of Dockerfiles, compose files and Kubernetes manifests",
    find: () => findPythonEnvironment("deploy-linters", "DEPLOY_LINTERS_BIN", linterRequirements),
    get: { test: [pythonEnvironment("deploy-linters", linterRequirements)] },
    apt: ["python3", "python3-venv"],
    beside: true,
  },
  postgres: {
    variable: "POSTGRES_BIN_DIR",
    what: "the production database",
    find: () => findPostgres(),
    apt: ["postgresql"],
    brew: "postgresql@15",
  },
  pgbouncer: {
    variable: "PGBOUNCER_BIN",
    what: "a pooler of connections to PostgreSQL",
    find: () => findProgram("pgbouncer", "PGBOUNCER_BIN"),
    apt: ["pgbouncer"],
    brew: "pgbouncer",
  },
  patroni: {
    variable: "PATRONI_BIN",
    what: "what makes one of several PostgreSQL the primary",
    find: () => findProgram("patroni", "PATRONI_BIN"),
    apt: ["patroni"],
  },
  etcd: {
    variable: "ETCD_BIN",
    what: "the store of Patroni",
    find: () => findProgram("etcd", "ETCD_BIN"),
    apt: ["etcd-server"],
    brew: "etcd",
  },
  haproxy: {
    variable: "HAPROXY_BIN",
    what: "a proxy to the primary",
    find: () => findProgram("haproxy", "HAPROXY_BIN"),
    apt: ["haproxy"],
    brew: "haproxy",
  },
  prometheus: {
    variable: "PROMETHEUS_BIN",
    what: "the reader of metrics, with promtool beside it",
    find: () => findPrometheus(),
    get: { test: [debianPackage("prometheus", "usr/bin/prometheus", "prometheus", ["usr/bin/promtool"])] },
    apt: ["prometheus"],
    brew: "prometheus",
  },
  chromium: {
    variable: "CHROMIUM_BIN",
    what: "a browser",
    // The headless shell takes a fifth less processor time per page.
    find: () =>
      findProgram(["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"], "CHROMIUM_BIN"),
    apt: ["chromium-headless-shell|chromium", "fonts-liberation"],
    brew: "--cask chromium",
  },
};

export const toolsFor = {
  start: ["caddy"],
  test: [
    "caddy",
    "caddy-2.6",
    "pebble",
    "knot",
    "kzonesign",
    "unbound",
    "powerdns",
    "dnspython",
    "python-referees",
    "deploy-linters",
    "postgres",
    "pgbouncer",
    "patroni",
    "etcd",
    "haproxy",
    "prometheus",
    "chromium",
  ],
};

/** What is installed already: `{ bin, version?, source }` (knot adds `update`, powerdns `schema`, postgres has `binDir`), or null. */
export function findTool(name, { purpose = "test" } = {}) {
  return tools[name].find(purpose);
}

export async function ensureTool(name, options) {
  const found = await ensureTools([name], options);
  return found[name];
}

/**
 * Finds or installs each of `names`, prints a line for each, and writes their paths to `.tools/tools.json` for the tests.
 * @throws MissingTool, which says what to do
 */
export async function ensureTools(names, { purpose = "test", steps = createSteps() } = {}) {
  const found = {};
  const missing = [];
  for (const name of names) {
    found[name] = findTool(name, { purpose });
    if (!found[name]) missing.push(name);
    else await steps.run(name, () => summary(found[name]));
  }
  const get = (chosen) => getTools(chosen, purpose, steps);
  const results = await Promise.allSettled([
    get(missing.filter((name) => !tools[name].beside)),
    ...missing.filter((name) => tools[name].beside).map((name) => get([name])),
  ]);
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
    Object.assign(found, result.value);
  }
  remember(found);
  return found;
}

/** A tool that waits for a registry instead of this machine is installed `beside` the others, under a lock of its own. */
async function getTools(names, purpose, steps) {
  if (names.length === 0) return {};
  const found = {};
  const lock = names.some((name) => tools[name].beside) ? `lock-${names.join("-")}` : "lock";
  await withLock(join(toolsDir, lock), async () => {
    await installSystemPackages(
      names.filter((name) => !tools[name].get && !findTool(name, { purpose })),
      steps,
    );
    for (const name of names) {
      try {
        found[name] = await getTool(name, purpose, steps);
      } catch (error) {
        if (!tools[name].isOptional) throw error;
        // An entry of an earlier run is taken out.
        found[name] = undefined;
        steps.note(name, error.message);
      }
    }
  });
  return found;
}

/** Lists the three ways to provide the tool. */
export class MissingTool extends Error {
  constructor(name, reasons) {
    const { variable, what, apt, brew } = tools[name];
    const ways = [
      `install it with your system's packages (Debian, Ubuntu: apt-get install ${apt.map((choice) => choice.split("|")[0]).join(" ")}${
        isMac && brew ? `; here: brew install ${brew}` : ""
      })`,
      "put the program on the PATH",
      `set ${variable} to ${variable.endsWith("_DIR") ? "the folder that holds its programs" : "the program's path"}`,
    ];
    super(`${name} (${what}) is missing, and could not be installed from here. Provide it in one of three ways:`);
    this.name = "MissingTool";
    this.tail = [...ways.map((way, index) => `${index + 1}. ${way}`), ...reasons.map((reason) => `tried: ${reason}`)];
  }
}

async function getTool(name, purpose, steps) {
  // Another run may have installed it while this one waited for the lock.
  let tool = findTool(name, { purpose });
  const reasons = [];
  await steps.run(name, async (announce) => {
    for (const get of tool ? [] : (tools[name].get?.[purpose] ?? [])) {
      try {
        tool = await get(announce);
        break;
      } catch (error) {
        const reason = error.tail?.length > 0 ? `${error.message}: ${error.tail.at(-1)}` : error.message;
        reasons.push(reason);
        steps.note(name, reason);
      }
    }
    if (!tool) throw new MissingTool(name, reasons);
    return summary(tool);
  });
  return tool;
}

function summary({ version, source }) {
  return [version, source].filter(Boolean).join("  ");
}

function remember(found) {
  const path = join(toolsDir, "tools.json");
  const known = existsSync(path) ? readFileSync(path, "utf8") : "{}";
  const text = `${JSON.stringify({ ...JSON.parse(known), ...found }, null, 2)}\n`;
  // In an image the folder is read-only.
  if (text === known) return;
  mkdirSync(toolsDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

// ---- finding

function findCaddy(purpose) {
  const named = fromVariable("CADDY_BIN");
  if (named) return withCaddyVersion(named);
  const onPath = findOnPath(["caddy"]);
  const candidates = [
    onPath && { bin: onPath, source: "on the PATH" },
    cached("bin/caddy", `in .tools`),
    purpose === "start" && cached("caddy-2.6/usr/bin/caddy", "Debian package in .tools"),
  ];
  for (const candidate of candidates) {
    const tool = candidate && withCaddyVersion(candidate);
    // The tests run with the old version anyway; beside it they want the newest.
    if (tool && isAtLeast(tool.version, purpose === "test" ? [2, 7] : [2, 6])) return tool;
  }
  return null;
}

function findOldCaddy() {
  const named = fromVariable("CADDY_26_BIN");
  if (named) return withCaddyVersion(named);
  const onPath = findOnPath(["caddy"]);
  const candidates = [onPath && { bin: onPath, source: "on the PATH" }, cached("caddy-2.6/usr/bin/caddy", "in .tools")];
  for (const candidate of candidates) {
    const tool = candidate && withCaddyVersion(candidate);
    if (tool?.version?.startsWith("2.6.")) return tool;
  }
  return null;
}

function withCaddyVersion(tool) {
  const { stdout, status } = spawnSync(tool.bin, ["version"], { encoding: "utf8", timeout: 10_000 });
  if (status !== 0) return null;
  return { ...tool, version: /^v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null };
}

// A custom build may not know its own version: accept it.
function isAtLeast(version, [major, minor]) {
  if (!version) return true;
  const [ownMajor, ownMinor] = version.split(".").map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function findProgram(names, variable) {
  const named = fromVariable(variable);
  if (named) return named;
  const bin = findOnPath([names].flat());
  if (bin) return { bin, source: "on the PATH" };
  const [first] = [names].flat();
  return cached(`bin/${first}`, "in .tools") ?? cached(`${first}/usr/bin/${first}`, "Debian package in .tools");
}

function findKnot() {
  const knotd = findProgram("knotd", "KNOTD_BIN");
  const update = fromVariable("KNSUPDATE_BIN")?.bin ?? findOnPath(["knsupdate", "nsupdate"]);
  return knotd && update ? { ...knotd, update } : null;
}

/** `schema`: the empty database, as SQL. Debian and Homebrew put it in different places. */
function findPowerDns() {
  const server = findProgram("pdns_server", "PDNS_SERVER_BIN");
  if (!server) return null;
  const prefix = join(dirname(realpathSync(server.bin)), "..");
  const schema = [
    "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql",
    "/usr/share/doc/pdns-backend-sqlite3/schema.sqlite3.sql",
    join(prefix, "share/doc/pdns/schema.sqlite3.sql"),
  ].find((path) => existsSync(path));
  return schema ? { ...server, schema } : null;
}

/** The first Python that has the module: one that a version manager put first on the PATH often lacks Debian's modules. */
function findPythonWithDns() {
  const named = fromVariable("PYTHON_WITH_DNS_BIN");
  const onPath = findOnPath(["python3"]);
  const candidates = [
    onPath && { bin: onPath, source: "on the PATH" },
    isExecutable("/usr/bin/python3") && { bin: "/usr/bin/python3", source: "on this machine" },
  ];
  for (const candidate of named ? [named] : candidates) {
    if (!candidate) continue;
    const check = ["-c", "import dns.rdata, dns.version; print(dns.version.version)"];
    const { status, stdout } = spawnSync(candidate.bin, check, { encoding: "utf8", timeout: 10_000 });
    if (status === 0) return { ...candidate, version: stdout.trim() };
  }
  return null;
}

function findPrometheus() {
  const found = findProgram("prometheus", "PROMETHEUS_BIN");
  return found && isExecutable(join(dirname(found.bin), "promtool")) ? found : null;
}

/** The environment is used while it was made from the same list of packages. */
/** `files`: its requirements, as `pythonEnvironment` has them. */
function findPythonEnvironment(folder, variable, ...files) {
  const named = fromVariable(variable);
  if (named) return named;
  const tool = cached(`${folder}/bin/python`, "in .tools");
  const stamp = join(toolsDir, folder, "requirements.sha256");
  return tool && existsSync(stamp) && readFileSync(stamp, "utf8") === hashOfRequirements(files) ? tool : null;
}

function hashOfRequirements(paths) {
  const files = paths.map((path) => readFileSync(path, "utf8"));
  return createHash("sha256").update(files.join("")).digest("hex");
}

function findPostgres() {
  const named = process.env.POSTGRES_BIN_DIR;
  if (named && !isExecutable(join(named, "initdb"))) throw new Error(`POSTGRES_BIN_DIR=${named} holds no initdb`);
  if (named) return { binDir: named, source: "POSTGRES_BIN_DIR" };
  const onPath = findOnPath(["initdb", "postgres"]);
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [
    onPath && dirname(realpathSync(onPath)),
    ...versions.map((version) => join(debian, version, "bin")),
  ];
  for (const binDir of candidates) {
    if (!binDir || !isExecutable(join(binDir, "initdb")) || !isExecutable(join(binDir, "postgres"))) continue;
    const { stdout } = spawnSync(join(binDir, "postgres"), ["--version"], { encoding: "utf8", timeout: 10_000 });
    return { binDir, version: /\d+(\.\d+)?/.exec(stdout ?? "")?.[0] ?? null, source: "on this machine" };
  }
  return null;
}

function fromVariable(variable) {
  const bin = process.env[variable];
  if (!bin) return null;
  if (!isExecutable(bin)) throw new Error(`${variable}=${bin} is not an executable file`);
  return { bin: resolve(bin), source: variable };
}

function findOnPath(names) {
  for (const name of names) {
    for (const dir of [...(process.env.PATH ?? "").split(delimiter), ...EXTRA_DIRS]) {
      if (dir && isExecutable(join(dir, name))) return join(dir, name);
    }
  }
  return null;
}

function cached(path, source) {
  const bin = join(toolsDir, path);
  return isExecutable(bin) ? { bin, source } : null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// ---- installing

function caddyRelease(version) {
  return async (announce) => {
    announce(`asking for the official release ${version}`);
    const bin = join(toolsDir, version === CADDY_OLD ? "caddy-2.6/usr/bin/caddy" : "bin/caddy");
    await downloadCaddyRelease({ releases: RELEASES, version, bin });
    return { bin, version, source: "official release" };
  };
}

/** Downloads the release for this machine, checks it against the published SHA-512, and installs it as `bin`. */
export async function downloadCaddyRelease({ releases, version, bin }) {
  const platform = { linux: "linux", darwin: "mac" }[process.platform];
  const cpu = { x64: "amd64", arm64: "arm64" }[process.arch];
  if (!platform || !cpu) throw new Error(`no official release for ${process.platform} ${process.arch} is known here`);
  const archiveName = `caddy_${version}_${platform}_${cpu}.tar.gz`;
  const folder = `${releases}/v${version}`;
  const sums = (await download(`${folder}/caddy_${version}_checksums.txt`, CONNECT_TIMEOUT_MS)).toString("utf8");
  const expected = sums.match(/^([0-9a-f]{128})[ *]+(\S+)$/gm)?.find((line) => line.endsWith(` ${archiveName}`));
  if (!expected) throw new Error(`the official release's list of sums does not name ${archiveName}`);
  const archive = await download(`${folder}/${archiveName}`, DOWNLOAD_TIMEOUT_MS);
  const actual = createHash("sha512").update(archive).digest("hex");
  if (!expected.startsWith(actual)) throw new Error(`${archiveName} does not have the published SHA-512: not used`);
  await inDraftFolder(async (draft) => {
    writeFileSync(join(draft, "caddy.tar.gz"), archive);
    await quietly("tar", ["-xzf", "caddy.tar.gz", "caddy"], { cwd: draft, log: "caddy-release" });
    place(join(draft, "caddy"), bin);
  });
}

async function download(url, timeoutMs) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    throw new Error(`the official release cannot be had from here (${error.cause?.code ?? error.message})`);
  }
}

function buildCaddy() {
  // The official build's tags: without unused databases, in half the compile time.
  const flags = ["-tags", "nobadger,nomysql,nopgx", "-ldflags", `-s -w -X ${caddyModule}.CustomVersion=v${CADDY}`];
  return goInstall({ name: "caddy", module: `${caddyModule}/cmd/caddy`, version: CADDY, flags, about: "80 s" });
}

function buildPebble() {
  const module = "github.com/letsencrypt/pebble/v2/cmd/pebble";
  return goInstall({ name: "pebble", module, version: PEBBLE, flags: [], about: "30 s" });
}

function goInstall({ name, module, version, flags, about }) {
  return async (announce) => {
    if (!findOnPath(["go"])) throw new Error("go is not installed, so it cannot be built");
    announce(`building ${version} with go (about ${about})`);
    const bin = join(toolsDir, "bin", name);
    await inDraftFolder(async (draft) => {
      const env = { ...process.env, GOBIN: draft, CGO_ENABLED: "0" };
      await quietly("go", ["install", ...flags, `${module}@v${version}`], { env, log: name, timeoutMs: GO_TIMEOUT_MS });
      place(join(draft, name), bin);
    });
    return { bin, version, source: "built with go" };
  };
}

// Unpacked under .tools: needs no root and leaves the system unchanged.
function debianPackage(name, program, folder, others = []) {
  return async () => {
    if (!findOnPath(["apt-get"]) || !findOnPath(["dpkg-deb"])) throw new Error("this system has no Debian packages");
    const bin = join(toolsDir, folder, program);
    await inDraftFolder(async (draft) => {
      const log = `debian-${name}`;
      const fetchPackage = () => quietly("apt-get", ["download", name], { cwd: draft, log, timeoutMs: APT_TIMEOUT_MS });
      await fetchPackage().catch(async (error) => {
        if (process.getuid?.() !== 0) throw error;
        await quietly("apt-get", ["update"], { log: "apt-update", timeoutMs: APT_TIMEOUT_MS });
        await fetchPackage();
      });
      const archive = readdirSync(draft).find((file) => file.endsWith(".deb"));
      if (!archive) throw new Error(`apt-get download ${name} brought nothing`);
      await quietly("dpkg-deb", ["-x", archive, "unpacked"], { cwd: draft, log });
      const { status } = spawnSync(join(draft, "unpacked", program), ["--help"], { stdio: "ignore", timeout: 10_000 });
      if (status === null || status > 2) throw new Error(`Debian's ${name} does not run here`);
      for (const other of others) place(join(draft, "unpacked", other), join(toolsDir, folder, other));
      place(join(draft, "unpacked", program), bin);
    });
    const version = spawnSync(bin, ["version"], { encoding: "utf8", timeout: 10_000 }).stdout;
    return { bin, version: /\d+\.\d+\.\d+/.exec(version ?? "")?.[0] ?? null, source: "Debian package" };
  };
}

/**
 * A virtual environment with the pinned packages; pip's own cache makes a second one cheap.
 * @param withoutDependencies a second file of packages, whose own demands are not looked at
 */
function pythonEnvironment(folder, requirements, ...withoutDependencies) {
  return async (announce) => {
    const python = await findPythonThatMakesEnvironments();
    announce(`pip install -r ${relative(root, requirements)}`);
    await inDraftFolder(async (draft) => {
      const log = folder;
      const environment = join(draft, folder);
      const options = { log, timeoutMs: PIP_TIMEOUT_MS };
      // With a pip outside that can install into it, an environment without one is made in a tenth of the time.
      const canInstallFromOutside = succeeds(python, ["-m", "pip", "--python", python, "--version"]);
      const venv = ["-m", "venv", ...(canInstallFromOutside ? ["--without-pip"] : []), environment];
      await quietly(python, venv, options);
      const bin = join(environment, "bin/python");
      const pip = canInstallFromOutside ? [python, "-m", "pip", "--python", bin] : [bin, "-m", "pip"];
      const [command, ...args] = [...pip, "install", "--no-compile", "--disable-pip-version-check", "--no-input"];
      await quietly(command, [...args, "-r", requirements], options);
      for (const file of withoutDependencies) await quietly(command, [...args, "--no-deps", "-r", file], options);
      writeFileSync(
        join(environment, "requirements.sha256"),
        hashOfRequirements([requirements, ...withoutDependencies]),
      );
      rmSync(join(toolsDir, folder), { recursive: true, force: true });
      place(environment, join(toolsDir, folder));
    });
    return { bin: join(toolsDir, folder, "bin/python"), source: "installed with pip" };
  };
}

/** Debian's Python lacks this until python3-venv is installed. */
async function findPythonThatMakesEnvironments() {
  const find = () =>
    [findOnPath(["python3"]), "/usr/bin/python3"].find(
      (bin) => bin && isExecutable(bin) && succeeds(bin, ["-c", "import venv, ensurepip"]),
    );
  const found = find();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && findOnPath(["apt-get"]))
    await quietly("sh", ["-c", INSTALL_SCRIPT, "install", ...tools["python-referees"].apt], {
      log: "apt-install-python",
      timeoutMs: APT_TIMEOUT_MS,
    });
  const installed = find();
  if (!installed) throw new Error("no Python here makes virtual environments (Debian: python3-venv)");
  return installed;
}

function succeeds(bin, args) {
  return spawnSync(bin, args, { stdio: "ignore", timeout: 20_000 }).status === 0;
}

/** One apt-get call for all of them. The services they contain are kept from starting. */
async function installSystemPackages(names, steps) {
  if (names.length === 0 || !findOnPath(["apt-get"])) return;
  const isRoot = process.getuid?.() === 0;
  const sudo = isRoot || spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status !== 0 ? [] : ["sudo", "-n"];
  if (!isRoot && sudo.length === 0) return;
  const packages = names.flatMap((name) => tools[name].apt);
  const [command, ...args] = [...sudo, "sh", "-c", INSTALL_SCRIPT, "install", ...packages];
  await steps
    .run("system packages", async (announce) => {
      announce(`apt-get install ${packages.join(" ")}`);
      await quietly(command, args, { log: "apt-install", timeoutMs: APT_TIMEOUT_MS });
      return `${packages.length} installed`;
    })
    .catch((error) => steps.failure(error));
}

// policy-rc.d is how Debian forbids services to start. An existing one is left alone.
const INSTALL_SCRIPT = `
set -e
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
# Each argument is a package, or several of which the first that the system knows is taken: a|b.
install() {
  chosen=
  for choice in "$@"; do
    for package in $(printf %s "$choice" | tr '|' ' '); do
      if apt-cache show "$package" > /dev/null 2>&1; then break; fi
    done
    chosen="$chosen $package"
  done
  apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=120 $chosen
}
install "$@" || { apt-get -o DPkg::Lock::Timeout=120 update && install "$@"; }
`;

function quietly(command, args, { log, ...options }) {
  return runCommand(command, args, { ...options, logPath: join(toolsDir, "logs", `${log}.log`) });
}

async function inDraftFolder(work) {
  mkdirSync(toolsDir, { recursive: true });
  const draft = mkdtempSync(join(toolsDir, "draft-"));
  try {
    return await work(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

// A rename is atomic, so no other run sees half a program.
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  renameSync(from, to);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const purpose = process.argv[2] ?? "test";
  const steps = createSteps();
  await ensureTools(toolsFor[purpose], { purpose, steps }).catch((error) => {
    steps.failure(error);
    process.exitCode = 1;
  });
}
