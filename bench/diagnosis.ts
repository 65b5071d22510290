import { createSocket } from "node:dgram";
import pMap from "p-map";
import { measured, report } from "@/bench/report";
import { startKnot, type Zone } from "@/e2e/support/knot";
import { diagnose } from "@/lib/diagnosis/diagnose";
import { gatherEvidence, type Inspector } from "@/lib/diagnosis/gather-evidence";
import { createRecursiveDns } from "@/lib/dns/recursive";
import { createResolver } from "@/lib/dns/resolver";
import { percentile } from "@/lib/kernel/percentile";

// Whole diagnoses (evidence and detectors) of domains that lack their CNAME, against two nameservers that answer and two
// that do not. Without a database. Nothing points to the edge, so its ports are not probed.
const domains = Number(process.env.BENCH_DOMAINS ?? 400);
const parallel = 16;
const silentRuns = 5;

const edge = { hostname: "edge.latchkey-platform.com", addresses: ["127.0.0.1"] };
const challengeValue = "cd-verify-5nVQk2y7b0pQnHnYH2sZ8w";
const answering = { "ns1.dns-provider.net": ["127.0.0.1"], "ns2.dns-provider.net": ["127.0.0.2"] };
const silent = { "ns1.silent-provider.net": ["127.0.0.3"], "ns2.silent-provider.net": ["127.0.0.4"] };

const zoneOf =
  (kind: string, nameservers: Record<string, string[]>) =>
  (_: unknown, index: number): Zone => ({
    name: `${kind}-${index + 1}.com`,
    records: [`_customdomain-challenge.www 60 TXT ${challengeValue}`],
    nameservers,
  });

async function openSilence(host: string, port: number): Promise<() => void> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(port, host, resolve));
  return () => socket.close();
}

/** A new resolver for each run, so that each starts without cached delegations. */
function openInspector(port: number): { inspector: Inspector; close(): Promise<unknown> } {
  const dns = { resolvers: [{ host: "127.0.0.1", port }], authoritativePort: port, allowPrivateNameservers: true };
  const resolver = createResolver(dns);
  const recursive = createRecursiveDns(dns);
  const inspector: Inspector = {
    now: () => new Date(),
    database: null,
    upstreams: null,
    policy: { edge, caaIdentities: ["letsencrypt.org"] },
    resolver,
    recursive,
    reach: { probe: () => Promise.reject(new Error("nothing leads to an address")) },
  };
  return { inspector, close: () => Promise.all([resolver.close(), recursive.close()]) };
}

async function time(inspector: Inspector, hostname: string, expected: string): Promise<number> {
  const startedAt = performance.now();
  const findings = diagnose(await gatherEvidence(inspector, { hostname, challengeValue }));
  const ms = performance.now() - startedAt;
  if (findings[0]?.code !== expected) throw new Error(`${hostname}: ${findings[0]?.code}, and not ${expected}`);
  return ms;
}

async function timeAll(
  port: number,
  from: number,
  to: number,
  concurrency: number,
): Promise<{ ms: number[]; perSecond: number }> {
  const { inspector, close } = openInspector(port);
  const hostnames = Array.from({ length: to - from + 1 }, (_, index) => `www.answering-${from + index}.com`);
  const startedAt = performance.now();
  const ms = await pMap(hostnames, (hostname) => time(inspector, hostname, "cname-missing"), { concurrency });
  const perSecond = Math.round((ms.length / (performance.now() - startedAt)) * 1_000);
  await close();
  return { ms, perSecond };
}

const knot = await startKnot({
  zones: [
    ...Array.from({ length: domains }, zoneOf("answering", answering)),
    ...Array.from({ length: silentRuns }, zoneOf("silent", silent)),
    { name: "dns-provider.net", records: ["ns1 60 A 127.0.0.1", "ns2 60 A 127.0.0.2"] },
    // Served by the other nameservers, because its own never answer.
    { name: "silent-provider.net", records: ["ns1 60 A 127.0.0.3", "ns2 60 A 127.0.0.4"], nameservers: answering },
  ],
});
const quiet = await Promise.all(["127.0.0.3", "127.0.0.4"].map((host) => openSilence(host, knot.port)));
try {
  const half = Math.floor(domains / 2);
  await timeAll(knot.port, 1, 20, 4);
  const alone = await timeAll(knot.port, 21, half, 1);
  const together = await timeAll(knot.port, half + 1, domains, parallel);
  const { inspector, close } = openInspector(knot.port);
  const silence: number[] = [];
  for (let run = 1; run <= silentRuns; run += 1) {
    silence.push(await time(inspector, `www.silent-${run}.com`, "nameservers-unreachable"));
  }
  await close();
  const median = (values: readonly number[]) => percentile(values, 0.5);
  report([
    measured("diagnosis, nameservers answer: median", median(alone.ms), "ms"),
    measured("… p95", percentile(alone.ms, 0.95), "ms"),
    measured(`… ${parallel} at once`, together.perSecond, "/s", {
      baseline: { what: "one at a time", value: alone.perSecond },
    }),
    measured("diagnosis, nameservers silent: slowest", Math.max(...silence) / 1_000, "s", { aim: { most: 5 } }),
  ]);
} finally {
  for (const close of quiet) close();
  await knot.stop();
}
