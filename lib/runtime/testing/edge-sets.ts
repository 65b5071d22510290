import { createHash } from "node:crypto";
import fc from "fast-check";
import type { EdgeChange, SequencedChange } from "@/lib/edge/protocol/changes";
import {
  encodeSetApplication,
  encodeSetEnd,
  encodeSetHeader,
  encodeSetHost,
  type SetApplication,
  type SetHost,
} from "@/lib/edge/protocol/set-format";
import type { EdgeSet, KnownHost } from "@/lib/edge/responder/edge-set";

/** A UUID by a number. */
export function uuidOf(number: number): string {
  const hex = number.toString(16).padStart(32, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** UUIDs that Zod takes as well. */
export function idOf(number: number): string {
  return `${uuidOf(number).slice(0, 14)}4${uuidOf(number).slice(15, 19)}8${uuidOf(number).slice(20)}`;
}

export function cursorOf(sequence: number, history = 1): string {
  return sequence === 0 ? "0:" : `${sequence}:${idOf(sequence * 1_000 + history)}`;
}

/** Everything that the set knows, by hostname. */
export function contentOf(set: EdgeSet): Map<string, KnownHost> {
  return new Map([...set.hostnames()].flatMap((hostname) => [[hostname, set.find(hostname)]] as [string, KnownHost][]));
}

/** Few hostnames, connections and applications, so that changes meet. */
export const changeArbitrary: fc.Arbitrary<EdgeChange> = fc.oneof(
  fc.record({
    kind: fc.constant("host" as const),
    hostname: fc.integer({ min: 0, max: 12 }).map((number) => `h${number}.acme.test`),
    connectionId: fc.integer({ min: 1, max: 30 }).map(idOf),
    applicationId: fc.integer({ min: 1, max: 4 }).map(idOf),
    admitted: fc.boolean(),
    reference: fc.option(fc.string({ maxLength: 12 })),
  }),
  fc.record({
    kind: fc.constant("released" as const),
    hostname: fc.integer({ min: 0, max: 12 }).map((number) => `h${number}.acme.test`),
    connectionId: fc.integer({ min: 1, max: 30 }).map(idOf),
  }),
  fc
    .record({
      kind: fc.constant("application" as const),
      applicationId: fc.integer({ min: 1, max: 4 }).map(idOf),
      tenantId: fc.integer({ min: 100, max: 102 }).map(idOf),
      upstream: fc.option(fc.webUrl()),
      upstreamHost: fc.option(fc.domain()),
    })
    // Without an origin there is nothing to send a host to, and the text of a set leaves it out.
    .map((change) => (change.upstream === null ? { ...change, upstreamHost: null } : change)),
);

export function hostChange(sequence: number, hostname: string, connection = sequence): SequencedChange {
  const ids = { connectionId: idOf(connection), applicationId: idOf(1) };
  return { sequence, change: { kind: "host", hostname, ...ids, admitted: true, reference: null } };
}

export function releaseChange(sequence: number, hostname: string, connection: number): SequencedChange {
  return { sequence, change: { kind: "released", hostname, connectionId: idOf(connection) } };
}

/** The text of a whole set, as the control plane sends it. */
export function setText(cursor: string, applications: SetApplication[], hosts: SetHost[]): string {
  const text = [
    encodeSetHeader({ cursor, takenAt: "2026-11-28T12:00:00.000Z" }),
    ...applications.map(encodeSetApplication),
    ...hosts.map(encodeSetHost),
  ].join("");
  const sha256 = createHash("sha256").update(text).digest("hex");
  return text + encodeSetEnd({ applications: applications.length, hosts: hosts.length, sha256 });
}
