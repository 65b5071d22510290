import { loadavg } from "node:os";
import { round } from "@/bench/load";
import { type Child, startRig } from "@/e2e/faults/rig";

const hosts = 50;

/** kill -9, until another process answers. The visitors of the fault suite go on meanwhile: those not served are counted. */
export async function measureRecovery(kills: number): Promise<void> {
  const rig = await startRig("caddy", hosts);
  try {
    for (const hostname of rig.knownHosts()) await rig.visit(hostname);
    const rows: Record<string, Record<string, number | string>> = {};
    for (const child of ["responder", "caddy", "app"] satisfies Child[]) {
      const seconds: number[] = [];
      const first = rig.visitors.visits.length;
      for (let kill = 0; kill < kills; kill += 1) {
        seconds.push(round(await rig.replace(child)));
        await rig.recovered();
      }
      await rig.visitors.settle();
      const known = rig.visitors.visits.slice(first).filter(({ kind }) => kind === "known");
      rows[child] = {
        "seconds to the next one": seconds.join(", "),
        visits: known.length,
        "not served": known.filter(({ origin }) => origin === null).length,
        load: round(loadavg()[0] ?? 0),
      };
    }
    console.table(rows);
  } finally {
    await rig.stop();
  }
}
