import { type BenchRow, measured } from "@/bench/report";
import { type Child, startRig } from "@/e2e/faults/rig";

const hosts = 50;

/** kill -9, until another process answers. The visitors of the fault suite go on meanwhile: those not served are counted. */
export async function measureRecovery(kills: number): Promise<BenchRow[]> {
  const rig = await startRig("caddy", hosts);
  try {
    for (const hostname of rig.knownHosts()) await rig.visit(hostname);
    const rows: BenchRow[] = [];
    for (const child of ["responder", "caddy", "app"] satisfies Child[]) {
      const seconds: number[] = [];
      const first = rig.visitors.visits.length;
      for (let kill = 0; kill < kills; kill += 1) {
        seconds.push(await rig.replace(child));
        await rig.recovered();
      }
      await rig.visitors.settle();
      const known = rig.visitors.visits.slice(first).filter(({ kind }) => kind === "known");
      rows.push(
        measured(`kill -9 of ${child} to the next one: longest`, Math.max(...seconds), "s"),
        measured(
          "… visits of known hosts that were not served",
          known.filter(({ origin }) => origin === null).length,
          "",
          { baseline: { what: "of", value: known.length } },
        ),
      );
    }
    return rows;
  } finally {
    await rig.stop();
  }
}
