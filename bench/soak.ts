import { X509Certificate } from "node:crypto";
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { describeMachine } from "@/bench/machine";
import { soakMillion } from "@/bench/soak/million";
import { reportOf } from "@/e2e/dns-differential/report";
import { runWorlds } from "@/e2e/dns-differential/run-worlds";
import { type Rig, startRig, waitFor } from "@/e2e/faults/rig";
import { broken } from "@/e2e/faults/visitors";
import { markdownTable } from "@/e2e/support/markdown-table";

// What the fault suite promises, for longer than a test may take. SOAK_PARTS picks some of the parts; prints a table.
const kills = Number(process.env.SOAK_KILLS ?? 20);
const lifetimeMinutes = Number(process.env.SOAK_LIFETIME_MINUTES ?? 10);
const lifetimes = Number(process.env.SOAK_LIFETIMES ?? 12);
const hosts = Number(process.env.SOAK_HOSTS ?? 50);
const dnsWorlds = Number(process.env.SOAK_DNS_WORLDS ?? 5_000);
const dnsSeed = Number(process.env.SOAK_DNS_SEED ?? 1_000);
const parts: Record<string, () => Promise<string[][]>> = {
  million: () =>
    soakMillion({
      connections: Number(process.env.SOAK_CONNECTIONS ?? 1_000_000),
      minutes: Number(process.env.SOAK_MINUTES ?? 60),
      interval: process.env.SOAK_INTERVAL ?? "30m",
      killEveryMs: Number(process.env.SOAK_KILL_SECONDS ?? 90) * 1_000,
    }),
  kills: soakKills,
  lifetimes: soakLifetimes,
  dns: soakDns,
};

const rows = [["test", "result", "load"]];
console.log(describeMachine());
for (const name of process.env.SOAK_PARTS?.split(",") ?? Object.keys(parts)) {
  const results = (await parts[name]?.()) ?? [];
  rows.push(...results.map((row) => [...row, (loadavg()[0] ?? 0).toFixed(1)]));
}
console.log(`\n${markdownTable(rows)}`);

/** Our DNS checker beside Unbound, on generated domains that the test suite does not have. */
async function soakDns(): Promise<string[][]> {
  const { unexplained, zones, text } = reportOf(await runWorlds(dnsSeed, dnsWorlds));
  console.log(text);
  for (const one of unexplained) console.log(JSON.stringify(one));
  return [[`${dnsWorlds} generated domains with ${zones} zones beside Unbound`, `${unexplained.length} unexplained`]];
}

/** kill -9 of everything at random, a pause of a random length between. */
async function soakKills(): Promise<string[][]> {
  const targets = ["app", "worker", "responder", "caddy", "postgres", "supervisor"] as const;
  const rig = await startRig("caddy", hosts);
  const killed: Record<string, number> = {};
  try {
    for (const hostname of rig.knownHosts()) await rig.visit(hostname);
    await rig.stopOne();
    const first = rig.visitors.visits.length;
    for (let kill = 0; kill < kills; kill += 1) {
      const target = targets[Math.floor(Math.random() * targets.length)] ?? "app";
      killed[target] = (killed[target] ?? 0) + 1;
      if (target === "postgres") {
        await rig.postgres.kill();
        await sleep(1_000 + Math.random() * 4_000);
        await rig.postgres.restart();
      } else if (target === "supervisor") await rig.replaceSupervisor();
      else if (rig.pidOf(target) !== null) await rig.replace(target);
      if (kill % 5 === 4) {
        await rig.recovered();
        await rig.stopOne();
      }
      await sleep(Math.random() * 5_000);
    }
    await rig.recovered();
    await rig.visitors.settle();
    const visits = rig.visitors.visits.slice(first);
    const failures = broken(visits, rig.originOf, rig.excused);
    for (const line of failures.slice(0, 50)) console.log(line);
    const excused = visits.filter(({ kind, origin }) => kind === "known" && origin === null).length;
    return [
      [
        `${kills} × kill -9 at random (${Object.entries(killed)
          .map(([name, count]) => `${count} × ${name}`)
          .join(", ")})`,
        `${visits.length} requests, ${failures.length} against the promises; ${excused} of known hosts while Caddy itself was down`,
      ],
    ];
  } finally {
    await rig.stop();
  }
}

/** Certificates of a few minutes that nobody visits, while app and database are down for a quarter of the time. */
async function soakLifetimes(): Promise<string[][]> {
  const lifetimeMs = lifetimeMinutes * 60_000;
  const rig = await startRig("caddy", hosts, { lifetimeSeconds: lifetimeMinutes * 60 });
  const outage = {
    from: Math.floor(lifetimes / 2) * lifetimeMs,
    to: (Math.floor(lifetimes / 2) + Math.ceil(lifetimes / 4)) * lifetimeMs,
  };
  let expired = 0;
  let renewals = 0;
  let isDown = false;
  try {
    const serials = new Map<string, string>();
    const startedAt = performance.now();
    while (performance.now() - startedAt < lifetimes * lifetimeMs) {
      const elapsed = performance.now() - startedAt;
      const shouldBeDown = elapsed >= outage.from && elapsed < outage.to;
      if (shouldBeDown !== isDown) await setOutage(rig, shouldBeDown);
      isDown = shouldBeDown;
      for (const hostname of rig.knownHosts()) {
        const certificate = rig.storedCertificate(hostname);
        if (certificate === null) continue;
        const { validTo, serialNumber } = new X509Certificate(certificate);
        if (new Date(validTo).getTime() < Date.now()) expired += 1;
        if (serials.has(hostname) && serials.get(hostname) !== serialNumber) renewals += 1;
        serials.set(hostname, serialNumber);
      }
      await sleep(5_000);
    }
    return [
      [
        `${lifetimes} lifetimes of ${lifetimeMinutes} min, ${serials.size} idle hosts, app and database down during ${Math.ceil(lifetimes / 4)}`,
        `${renewals} renewals; a stored certificate was seen expired ${expired} times`,
      ],
    ];
  } finally {
    if (isDown) await rig.postgres.restart();
    await rig.stop();
  }
}

async function setOutage(rig: Rig, down: boolean): Promise<void> {
  if (down) {
    await rig.postgres.kill();
    rig.signal("app", "SIGKILL");
    return;
  }
  await rig.postgres.restart();
  await waitFor("the installation", () => rig.recovered().then(() => true));
}
