import { join } from "node:path";
import { type CertificateBands, createGuardian, type GuardedSet } from "@/lib/edge/guardian/guardian";
import { openHandshakes } from "@/lib/edge/guardian/open-handshakes";
import { createRenewalTable } from "@/lib/edge/guardian/renewal-table";
import { readRenewals, writeRenewals } from "@/lib/edge/guardian/renewals-file";
import type { EdgeReport } from "@/lib/edge/protocol/report";
import { errorText } from "@/lib/kernel/errors";
import type { Log } from "@/lib/kernel/log";

export type GuardianSettings = {
  set: GuardedSet;
  now(): Date;
  /** Monotonic. */
  nowMs(): number;
  /** This machine's Caddy. */
  probeAddress: { host: string; port: number };
  /** `DATA_DIR/edge`. */
  folder: string;
  log: Log;
};

export type RunningGuardian = {
  renewals(): EdgeReport["renewals"];
  certificates(): CertificateBands | null;
  stop(): Promise<void>;
};

const tickMs = 50;
const minSaveMs = 60_000;
/** A million hostnames are 60 MB: they are written every 18 minutes. */
const saveMsPerHostname = 1;

/** Keeps certificates renewed at this edge until it is stopped, also while the control plane is down. */
export function startGuardian({ set, now, nowMs, probeAddress, folder, log }: GuardianSettings): RunningGuardian {
  const path = join(folder, "renewals");
  const table = createRenewalTable();
  const handshakes = openHandshakes(probeAddress, { log });
  const guardian = createGuardian({ set, table, handshake: handshakes.shakeHands, now, nowMs });
  let savedAtMs = nowMs();
  let saving: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;

  function save(): Promise<void> {
    savedAtMs = nowMs();
    saving = saving
      .then(() => writeRenewals(path, table))
      .catch((error) =>
        log.warn({ err: errorText(error) }, "could not store the renewals: a restart will repeat handshakes"),
      );
    return saving;
  }

  function tick(): void {
    guardian.tick();
    if (nowMs() - savedAtMs > minSaveMs + table.size() * saveMsPerHostname) void save();
  }

  const loaded = readRenewals(path, table).then((problem) => {
    if (problem !== null) log.warn({ problem }, "the stored renewals are not used: handshakes are repeated");
    if (!isStopped) timer = setInterval(tick, tickMs).unref();
  });
  return {
    renewals: guardian.renewals,
    certificates: guardian.certificates,
    async stop() {
      isStopped = true;
      if (timer) clearInterval(timer);
      await handshakes.stop();
      await loaded;
      await save();
    },
  };
}
