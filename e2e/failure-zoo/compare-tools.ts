import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { runZoo, type ZooResult } from "@/e2e/failure-zoo/run-zoo";
import { startServers } from "@/e2e/failure-zoo/start-servers";
import { causeTags, type ToolName } from "@/e2e/failure-zoo/tool-tags";
import { zoo } from "@/e2e/failure-zoo/zoo";
import { challengeLabel, nameservers, registry, type ZooCase } from "@/e2e/failure-zoo/zoo-case";
import { falseAlarms, isRecognised } from "@/e2e/failure-zoo/zoo-report";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { challenge } from "@/lib/dns/records/challenge";

/**
 * `npm run zoo:compare`: Zonemaster and DNSViz on the zones of the zoo whose cause they know about, beside our diagnosis.
 * It needs both tools (`apt-get install zonemaster-cli dnsviz`) and root's rights: Zonemaster asks only port 53, so the
 * zoo's servers take it on 127.0.0.1 to 127.0.0.15. `-- --write` writes the table to docs/failure-zoo.md.
 */
type Observed = { tags: string[]; seconds: number };
type Row = { zooCase: ZooCase; tools: Record<ToolName, { broken: Observed; fixed: Observed }>; ours: ZooResult };

const path = fileURLToPath(new URL("../../docs/failure-zoo.md", import.meta.url));
const marks = ["<!-- npm run zoo:compare -- --write -->", "<!-- end of the comparison -->"] as const;
const TOOL_TIMEOUT_MS = 300_000;
const zonemasterSchema = z.array(z.object({ tag: z.string(), level: z.string() }));
const token = challenge.value("C".repeat(24));
const root = { name: "first.nameservers.test", address: nameservers.first };

const cases = zoo.filter(isComparable);

const scratch = createScratchDirectory("compare");
const hintsPath = join(scratch.path, "hints");
writeFileSync(hintsPath, `. 3600 NS ${root.name}.\n${root.name}. 3600 A ${root.address}\n`);
try {
  for (const tool of ["/usr/bin/zonemaster-cli", "/usr/bin/dnsviz"]) {
    if (!existsSync(tool)) throw new Error(`${tool} is missing: apt-get install zonemaster-cli dnsviz`);
  }
  const tools = await askTools();
  const ours = await runZoo(cases);
  const rows = cases.flatMap((zooCase, index): Row[] => {
    const [observed, result] = [tools[index], ours[index]];
    return observed && result ? [{ zooCase, tools: observed, ours: result }] : [];
  });
  const text = `${await versions()}\n\n${summaryOf(rows)}\n\n${tableOf(rows)}`;
  process.stdout.write(`${text}\n`);
  if (process.argv.includes("--write")) {
    const docs = readFileSync(path, "utf8");
    const [before = ""] = docs.split(marks[0]);
    const after = docs.split(marks[1])[1] ?? "";
    writeFileSync(path, `${before}${marks[0]}\n\n${text}\n\n${marks[1]}${after}`);
  }
} finally {
  scratch.remove();
}

/** Some cases of these codes have no CNAME at all: the record that hinders one is what the tools cannot know. */
function isComparable({ expected: { first }, broken: { records } }: ZooCase): boolean {
  const isAboutAlias = first === "cname-beside-other-records" || first === "cname-at-apex";
  return causeTags[first] !== undefined && (!isAboutAlias || records.some((line) => line.includes(" CNAME ")));
}

/** One zone at a time: both tools are timed. Many cases share the same fixed zone, which is asked about once. */
async function askTools(): Promise<Row["tools"][]> {
  const sites = cases.flatMap((zooCase) =>
    [true, false].map((isBroken) => ({
      zone: zoneOf(zooCase, isBroken),
      setting: isBroken ? zooCase.broken : zooCase.fixed,
      token,
    })),
  );
  const servers = await startServers(sites, 53);
  const fixedZones = new Map<string, { zonemaster: Observed; dnsviz: Observed }>();
  const ask = async (zooCase: ZooCase, isBroken: boolean) => {
    const observed = { zonemaster: await askZonemaster(zooCase, isBroken), dnsviz: await askDnsviz(zooCase, isBroken) };
    process.stderr.write(`${zoneOf(zooCase, isBroken)} [${zooCase.expected.first}] ${JSON.stringify(observed)}\n`);
    return observed;
  };
  try {
    const all: Row["tools"][] = [];
    for (const zooCase of cases) {
      const key = JSON.stringify([zooCase.host, zooCase.fixed]);
      const fixed = fixedZones.get(key) ?? (await ask(zooCase, false));
      fixedZones.set(key, fixed);
      const broken = await ask(zooCase, true);
      all.push({
        zonemaster: { broken: broken.zonemaster, fixed: fixed.zonemaster },
        dnsviz: { broken: broken.dnsviz, fixed: fixed.dnsviz },
      });
    }
    return all;
  } finally {
    await servers.stop();
  }
}

function zoneOf({ name }: ZooCase, isBroken: boolean): string {
  return `${name}${isBroken ? "" : "-fixed"}.${registry}`;
}

/** It tests zones, so the domain and every delegated zone below it are tested. */
async function askZonemaster(zooCase: ZooCase, isBroken: boolean): Promise<Observed> {
  const { below = {}, zonesBelow = {} } = isBroken ? zooCase.broken : zooCase.fixed;
  const zone = zoneOf(zooCase, isBroken);
  const zones = [zone, ...Object.keys({ ...below, ...zonesBelow }).map((label) => `${label}.${zone}`)];
  const startedAtMs = performance.now();
  const tags = new Set<string>();
  const options = ["--hints", hintsPath, "--no-ipv6", "--level", "INFO", "--no-progress", "--raw", "--json"];
  for (const one of zones) {
    const messages = zonemasterSchema.parse(JSON.parse(await run("zonemaster-cli", [...options, one])));
    for (const { tag } of messages) tags.add(tag);
  }
  return { tags: [...tags].sort(), seconds: secondsSince(startedAtMs) };
}

/** It tests names, and each zone above them. */
async function askDnsviz(zooCase: ZooCase, isBroken: boolean): Promise<Observed> {
  const { host = "shop" } = zooCase;
  const zone = zoneOf(zooCase, isBroken);
  const hostname = host === "@" ? zone : `${host}.${zone}`;
  const isDelegated = Object.keys({ ...zooCase.broken.below }).some((label) => label.startsWith(challengeLabel));
  const names = [hostname, ...(isDelegated ? [`${challengeLabel}.${hostname}`] : [])];
  const startedAtMs = performance.now();
  const probe = await run("dnsviz", ["probe", "-A", "-4", "-x", `.:${root.name}=${root.address}`, ...names]);
  const probePath = join(scratch.path, "probe.json");
  writeFileSync(probePath, probe);
  const grok = await run("dnsviz", ["grok", "-l", "warning", "-r", probePath]);
  return { tags: [...new Set(tagsIn(JSON.parse(grok)))].sort(), seconds: secondsSince(startedAtMs) };
}

/** The codes in all lists called `errors` and `warnings`, and each delegation's status unless it is in order. */
function tagsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(tagsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "errors" || key === "warnings") {
      return z
        .array(z.object({ code: z.string() }))
        .catch([])
        .parse(inner)
        .map(({ code }) => code);
    }
    if (key === "status" && ["BOGUS", "LAME", "INCOMPLETE"].includes(String(inner))) return [String(inner)];
    return tagsIn(inner);
  });
}

function run(command: string, options: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const settings = { timeout: TOOL_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, options, settings, (error, stdout) => {
      // Both end with a status of their own when they find something.
      if (error && stdout === "") reject(error);
      else resolve(stdout);
    });
  });
}

function secondsSince(startedAtMs: number): number {
  return Math.round((performance.now() - startedAtMs) / 100) / 10;
}

async function versions(): Promise<string> {
  const packages = ["zonemaster-cli", "libzonemaster-perl", "dnsviz"];
  const text = await run("dpkg-query", ["-W", "-f", `\${Package} \${Version}\n`, ...packages]);
  return `Measured on ${new Date().toISOString().slice(0, 10)} with ${text.trim().split("\n").join(", ")}.`;
}

function namedBy(tool: ToolName, { zooCase, tools }: Row, which: "broken" | "fixed"): string[] {
  const tags: readonly string[] = causeTags[zooCase.expected.first]?.[tool] ?? [];
  return tools[tool][which].tags.filter((tag) => tags.includes(tag));
}

function summaryOf(rows: readonly Row[]): string {
  const seconds = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
    return `${at(0.5)} / ${at(1)}`;
  };
  const ours = rows.flatMap(({ ours: { broken, fixed } }) =>
    [broken, fixed].map(({ evidence }) => evidence.tookMs / 1e3),
  );
  const lines = [
    [
      "Latchkey",
      rows.filter(({ ours: result }) => isRecognised(result)).length,
      rows.filter(({ ours: result }) => falseAlarms(result).length > 0).length,
      seconds(ours),
    ],
    ...(["zonemaster", "dnsviz"] as const).map((tool) => [
      tool === "zonemaster" ? "Zonemaster" : "DNSViz",
      rows.filter((row) => namedBy(tool, row, "broken").length > 0).length,
      rows.filter((row) => namedBy(tool, row, "fixed").length > 0).length,
      seconds(rows.flatMap(({ tools }) => [tools[tool].broken.seconds, tools[tool].fixed.seconds])),
    ]),
  ];
  const head = [
    "tool",
    `causes named, of ${rows.length}`,
    "same cause named for the fixed zone",
    "seconds, median / longest",
  ];
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function tableOf(rows: readonly Row[]): string {
  const head = ["case", "cause", "Latchkey", "Zonemaster", "DNSViz", "seconds"];
  const lines = rows.map((row) => {
    const { zooCase, ours, tools } = row;
    const named = (tool: ToolName) => namedBy(tool, row, "broken").join(", ") || "–";
    const times = [ours.broken.evidence.tookMs / 1e3, tools.zonemaster.broken.seconds, tools.dnsviz.broken.seconds];
    return [
      zooCase.name,
      zooCase.expected.first,
      isRecognised(ours) ? "named" : (ours.broken.findings[0]?.code ?? "–"),
      named("zonemaster"),
      named("dnsviz"),
      times.map((time) => time.toFixed(1)).join(" / "),
    ];
  });
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
