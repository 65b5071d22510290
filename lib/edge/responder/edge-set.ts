import { type SequencedChange, sequenceOf } from "@/lib/edge/protocol/changes";
import { encodeSetApplication, encodeSetHost, type SetApplication, type SetHost } from "@/lib/edge/protocol/set-format";

/** What an edge knows about a connected hostname. */
export type KnownHost = {
  connectionId: string;
  applicationId: string;
  tenantId: string;
  upstream: string | null;
  /** What the origin gets as the host; null: the visitor's. */
  upstreamHost: string | null;
  /** Whether a certificate may be ordered. */
  admitted: boolean;
  reference: string | null;
};

/** Everything that an edge knows, in memory. It never looks anything up elsewhere. */
export type EdgeSet = {
  /** Up to where the control plane's changes are in it. */
  readonly cursor: string;
  size(): number;
  find(hostname: string): KnownHost | undefined;
  /** As `find(hostname)?.admitted`, without making an object. */
  isAdmitted(hostname: string): boolean | undefined;
  /** May be iterated while changes are applied. */
  hostnames(): Iterable<string>;
  apply(change: SequencedChange): void;
  /** After the changes up to `cursor` were applied. */
  moveTo(cursor: string): void;
  /** A release that was read ahead of the cursor: changes before it, when they come, do not add the host again. */
  noteRelease(release: Release): void;
  addApplication(application: SetApplication): void;
  /** @param application as it was numbered by `addApplication`, from 0 */
  addHost(
    hostname: string,
    id: ConnectionIdBytes,
    application: number,
    admitted: boolean,
    reference: string | null,
  ): void;
  applicationCount(): number;
  /** The lines of set-format.ts between header and end. May be iterated while changes are applied. */
  lines(): Generator<{ kind: "application" | "host"; line: string }>;
};

export type ConnectionIdBytes = { bytes: Uint8Array; offset: number };
export type Release = { hostname: string; connectionId: string; sequence: number };

const idBytes = 16;
/** Hosts per block of typed arrays: blocks are added, so that growth copies nothing. */
const blockSize = 65_536;
/** Maps of hostnames, by a hash: a map that grows is rebuilt in one go, and a small one is rebuilt fast. */
const shardCount = 64;
/** An application that a host names before its own change comes. */
const unknownTenant = "00000000-0000-0000-0000-000000000000";

type Block = { ids: Buffer; applications: Uint32Array; admitted: Uint8Array };

export function createEdgeSet(firstCursor: string): EdgeSet {
  let cursor = firstCursor;
  let size = 0;
  let slots = 0;
  const shards = Array.from({ length: shardCount }, () => new Map<string, number>());
  const blocks: Block[] = [];
  const freeSlots: number[] = [];
  const references = new Map<number, string>();
  const applications: SetApplication[] = [];
  const applicationIndex = new Map<string, number>();
  const releases = new Map<string, Release>();

  function shardOf(hostname: string): Map<string, number> {
    return shards[hashOf(hostname) % shardCount] as Map<string, number>;
  }

  function blockOf(slot: number): Block {
    return blocks[Math.floor(slot / blockSize)] as Block;
  }

  function takeSlot(): number {
    const free = freeSlots.pop();
    if (free !== undefined) return free;
    if (slots === blocks.length * blockSize) blocks.push(newBlock());
    slots += 1;
    return slots - 1;
  }

  function slotFor(hostname: string): number {
    const shard = shardOf(hostname);
    const known = shard.get(hostname);
    if (known !== undefined) return known;
    const slot = takeSlot();
    shard.set(hostname, slot);
    size += 1;
    return slot;
  }

  function write(slot: number, application: number, admitted: boolean, reference: string | null): Block {
    const block = blockOf(slot);
    block.applications[slot % blockSize] = application;
    block.admitted[slot % blockSize] = admitted ? 1 : 0;
    if (reference !== null) references.set(slot, reference);
    else if (references.size > 0) references.delete(slot);
    return block;
  }

  function readId(slot: number): string {
    const at = (slot % blockSize) * idBytes;
    return withHyphens(blockOf(slot).ids.toString("hex", at, at + idBytes));
  }

  function remove(hostname: string, connectionId: string): void {
    const shard = shardOf(hostname);
    const slot = shard.get(hostname);
    if (slot === undefined || readId(slot) !== connectionId.toLowerCase()) return;
    shard.delete(hostname);
    references.delete(slot);
    freeSlots.push(slot);
    size -= 1;
  }

  function putApplication(application: SetApplication): void {
    const known = applicationIndex.get(application.applicationId);
    if (known !== undefined) applications[known] = application;
    else applicationIndex.set(application.applicationId, applications.push(application) - 1);
  }

  function indexOf(applicationId: string): number {
    const known = applicationIndex.get(applicationId);
    if (known !== undefined) return known;
    putApplication({ applicationId, tenantId: unknownTenant, upstream: null, upstreamHost: null });
    return applications.length - 1;
  }

  function isReleasedLater({ hostname, connectionId }: { hostname: string; connectionId: string }, sequence: number) {
    const release = releases.get(hostname);
    return release !== undefined && release.sequence > sequence && release.connectionId === connectionId;
  }

  function read(hostname: string, slot: number): SetHost {
    const { applications: indexes, admitted } = blockOf(slot);
    const at = slot % blockSize;
    const reference = references.get(slot) ?? null;
    return {
      hostname,
      connectionId: readId(slot),
      application: indexes[at] ?? 0,
      admitted: admitted[at] === 1,
      reference,
    };
  }

  function* listHostnames(): Generator<string> {
    for (const shard of shards) yield* shard.keys();
  }

  return {
    get cursor() {
      return cursor;
    },
    size: () => size,
    applicationCount: () => applications.length,
    isAdmitted(hostname) {
      const slot = shardOf(hostname).get(hostname);
      return slot === undefined ? undefined : blockOf(slot).admitted[slot % blockSize] === 1;
    },
    find(hostname) {
      const slot = shardOf(hostname).get(hostname);
      if (slot === undefined) return undefined;
      const { connectionId, application, admitted, reference } = read(hostname, slot);
      const { applicationId, tenantId, upstream, upstreamHost } = applications[application] as SetApplication;
      return { connectionId, applicationId, tenantId, upstream, upstreamHost, admitted, reference };
    },
    hostnames: listHostnames,
    apply({ sequence, change }) {
      if (change.kind === "application") {
        const { applicationId, tenantId, upstream, upstreamHost } = change;
        putApplication({ applicationId, tenantId, upstream, upstreamHost });
      } else if (change.kind === "released") remove(change.hostname, change.connectionId);
      else if (releases.size === 0 || !isReleasedLater(change, sequence)) {
        const slot = slotFor(change.hostname);
        const block = write(slot, indexOf(change.applicationId), change.admitted, change.reference);
        block.ids.write(change.connectionId.replaceAll("-", ""), (slot % blockSize) * idBytes, idBytes, "hex");
      }
    },
    moveTo(next) {
      cursor = next;
      const sequence = sequenceOf(next);
      for (const [hostname, release] of releases) if (release.sequence <= sequence) releases.delete(hostname);
    },
    noteRelease(release) {
      releases.set(release.hostname, release);
    },
    addApplication: putApplication,
    addHost(hostname, { bytes, offset }, application, admitted, reference) {
      const shard = shardOf(hostname);
      const sizeBefore = shard.size;
      const slot = takeSlot();
      // Without a look-up before: a hostname that is there twice, which is rare, only loses its first slot.
      shard.set(hostname, slot);
      size += shard.size - sizeBefore;
      const block = write(slot, application, admitted, reference);
      const at = (slot % blockSize) * idBytes;
      for (let index = 0; index < idBytes; index += 1) block.ids[at + index] = bytes[offset + index] ?? 0;
    },
    *lines() {
      // Applications that are added later are in changes after the cursor, and so are their hosts.
      const count = applications.length;
      for (const application of applications.slice())
        yield { kind: "application", line: encodeSetApplication(application) };
      for (const shard of shards) {
        for (const [hostname, slot] of shard) {
          const host = read(hostname, slot);
          if (host.application < count) yield { kind: "host", line: encodeSetHost(host) };
        }
      }
    },
  };
}

function newBlock(): Block {
  return {
    ids: Buffer.alloc(blockSize * idBytes),
    applications: new Uint32Array(blockSize),
    admitted: new Uint8Array(blockSize),
  };
}

/** FNV-1a of the first characters: names of one customer differ there. */
function hashOf(hostname: string): number {
  let hash = 0x811c9dc5;
  const length = Math.min(hostname.length, 24);
  for (let index = 0; index < length; index += 1) hash = Math.imul(hash ^ hostname.charCodeAt(index), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function withHyphens(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
