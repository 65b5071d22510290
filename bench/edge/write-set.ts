import { createHash, randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { encodeSetApplication, encodeSetEnd, encodeSetHeader, encodeSetHost } from "@/lib/edge/protocol/set-format";
import type { EdgeSettings } from "@/lib/edge/protocol/settings";
import { snapshotName } from "@/lib/edge/responder/read-set";

const applications = 1_000;
const batch = 10_000;

/** The files of an edge that has `hosts` hostnames, shop.customer-<n>.com from 1, as it finds them when it starts. */
export function writeStoredSet(dataDir: string, hosts: number, upstream: string): void {
  const folder = join(dataDir, "edge");
  mkdirSync(folder, { recursive: true });
  const hash = createHash("sha256");
  const file = openSync(join(folder, snapshotName(1)), "w");
  const write = (text: string) => {
    hash.update(text);
    writeSync(file, text);
  };
  write(encodeSetHeader({ cursor: "0:", takenAt: new Date().toISOString() }));
  for (let index = 0; index < applications; index += 1) {
    const id = (kind: number) => `${kind}0000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    write(encodeSetApplication({ applicationId: id(1), tenantId: id(2), upstream, upstreamHost: null }));
  }
  for (let first = 1; first <= hosts; first += batch) {
    const lines: string[] = [];
    for (let number = first; number < first + batch && number <= hosts; number += 1) {
      lines.push(
        encodeSetHost({
          hostname: `shop.customer-${number}.com`,
          connectionId: randomBytes(16).toString("hex"),
          application: number % applications,
          admitted: true,
          reference: null,
        }),
      );
    }
    write(lines.join(""));
  }
  writeSync(file, encodeSetEnd({ applications, hosts, sha256: hash.digest("hex") }));
  closeSync(file);
  const settings: EdgeSettings = {
    version: "bench",
    sandbox: false,
    appUrl: "https://app.latchkey-platform.com",
    edgeHostname: "edge.latchkey-platform.com",
    edgeAddresses: ["127.0.0.1"],
    upstreamAllow: ["127.0.0.1"],
    issuer: "internal",
    acmeEmail: null,
    reachSecret: randomBytes(32).toString("base64url"),
    assertionKeys: [],
  };
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings));
}
