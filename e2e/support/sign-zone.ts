import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Zone, zoneFile } from "@/e2e/support/knot";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { timeLimit } from "@/scripts/time-limit.mjs";

/** `file` is the whole signed zone file; `ds` and `dnskey` are the data of records for the parent and for trust anchors. */
export type SignedZone = { file: string; ds: string; dnskey: string };

const SIGN_TIMEOUT_MS = timeLimit(60_000);

/** Signs a zone with a new ECDSA key (RFC 6605). The signatures are valid for 14 days from `signedAt`. */
export async function signZone(zone: Zone, signedAt: Date): Promise<SignedZone> {
  const scratch = createScratchDirectory("sign");
  try {
    const { path } = scratch;
    mkdirSync(join(path, "signed"));
    writeFileSync(join(path, `${zone.name}.zone`), zone.file ?? zoneFile(zone, []));
    writeFileSync(join(path, "knot.conf"), configFile(path, zone.name));
    const seconds = Math.floor(signedAt.getTime() / 1_000);
    const args = ["-c", join(path, "knot.conf"), "-o", join(path, "signed"), "-t", String(seconds), zone.name];
    await promisify(execFile)(getToolPath("kzonesign"), args, {
      timeout: SIGN_TIMEOUT_MS,
      env: {} as NodeJS.ProcessEnv,
    });
    const file = readFileSync(join(path, "signed", `${zone.name}.zone`), "utf8");
    return { file, ds: dataOf(file, "CDS"), dnskey: dataOf(file, "DNSKEY") };
  } finally {
    scratch.remove();
  }
}

function dataOf(file: string, type: string): string {
  const data = new RegExp(`^\\S+\\s+\\d+\\s+${type}\\s+(.+)$`, "m").exec(file)?.[1];
  if (data === undefined) throw new Error(`the signed zone holds no ${type}`);
  return data;
}

function configFile(directory: string, zone: string): string {
  return `server:
  rundir: "${directory}"
database:
  storage: "${directory}"
policy:
  - id: one-key
    algorithm: ecdsap256sha256
    single-type-signing: on
    rrsig-lifetime: 14d
    # The key's own record for the parent, which is the DS record.
    cds-cdnskey-publish: always
zone:
  - domain: ${zone}
    storage: "${directory}"
    file: "%s.zone"
    dnssec-signing: on
    dnssec-policy: one-key
`;
}
