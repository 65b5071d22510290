import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Database } from "@/lib/db/client";
import type { ChangesPage } from "@/lib/edge/control-plane/edge-feed";
import { sequenceOf } from "@/lib/edge/protocol/changes";
import { setFormatLine } from "@/lib/edge/protocol/set-format";

/** What an edge knows, in the plainest form: it applies snapshots and pages of changes, and refuses gaps. */
export type EdgeReplica = {
  cursor: string;
  /** `<connection> <application>` by hostname. */
  hosts: Map<string, string>;
  /** `<tenant> <upstream>` by application. */
  applications: Map<string, string>;
};

export function createEdgeReplica(): EdgeReplica {
  return { cursor: "0:", hosts: new Map(), applications: new Map() };
}

export function applyPage(replica: EdgeReplica, page: ChangesPage): void {
  let sequence = sequenceOf(replica.cursor);
  for (const item of page.changes) {
    sequence += 1;
    expect(item.sequence).toBe(sequence);
    const { change } = item;
    if (change.kind === "host") replica.hosts.set(change.hostname, `${change.connectionId} ${change.applicationId}`);
    else if (change.kind === "application") {
      replica.applications.set(change.applicationId, `${change.tenantId} ${change.upstream}`);
    } else if (replica.hosts.get(change.hostname)?.startsWith(change.connectionId)) {
      replica.hosts.delete(change.hostname);
    }
  }
  expect(sequenceOf(page.cursor)).toBe(sequence);
  replica.cursor = page.cursor;
}

/** Checks the snapshot's format, counts and checksum as it reads. */
export function replicaOf(snapshot: string): EdgeReplica {
  const lines = snapshot.split("\n");
  expect([lines[0], lines.at(-1)]).toEqual([setFormatLine, ""]);
  const replica = createEdgeReplica();
  replica.cursor = JSON.parse(lines[1] ?? "").cursor;
  const applicationIds: string[] = [];
  for (const line of lines.slice(2, -2)) {
    const [kind, ...fields] = line.split(" ");
    if (kind === "A") {
      const [id = "", tenantId, ...upstream] = fields;
      applicationIds.push(id);
      replica.applications.set(id, `${tenantId} ${JSON.parse(upstream.join(" "))}`);
    } else {
      const [hostname = "", connection = "", application] = fields;
      const id = connection.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
      replica.hosts.set(hostname, `${id} ${applicationIds[Number(application)]}`);
    }
  }
  const end = lines.at(-2) ?? "";
  const sha256 = createHash("sha256")
    .update(snapshot.slice(0, -end.length - 1))
    .digest("hex");
  expect(end).toBe(`end ${applicationIds.length} ${replica.hosts.size} ${sha256}`);
  return replica;
}

/** What every edge must know in the end. */
export async function storedSet({ prisma }: Database): Promise<Pick<EdgeReplica, "hosts" | "applications">> {
  const claims = await prisma.hostnameClaim.findMany();
  const applications = await prisma.application.findMany();
  return {
    hosts: new Map(claims.map((row) => [row.hostname, `${row.connectionId} ${row.applicationId}`])),
    applications: new Map(applications.map((row) => [row.id, `${row.tenantId} ${row.upstream}`])),
  };
}
