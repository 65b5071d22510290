import { parse as parseSuffix } from "tldts";
import { diagnose } from "@/lib/diagnosis/diagnose";
import type { ConnectionEvidence, Evidence, RegistrationEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { gatherEvidence, type Inspector } from "@/lib/diagnosis/gather-evidence";
import type { Instructions, Reader } from "@/lib/diagnosis/instructions/instructions";
import { en } from "@/lib/diagnosis/instructions/languages/en";
import type { InstructionTexts } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { recordsOfEvidence } from "@/lib/diagnosis/instructions/records-of-evidence";
import { writeInstructions } from "@/lib/diagnosis/instructions/write-instructions";
import { parentName } from "@/lib/dns/domain-name";
import type { ServerAnswer, UnreachableReason } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import type { RecursiveAnswer } from "@/lib/dns/recursive";
import type { Referral } from "@/lib/dns/referral";
import type { AuthoritativeAnswer, DelegationStatus } from "@/lib/dns/resolver";
import type { AddressReach } from "@/lib/platform/ports/edge";
import { testEdge } from "@/lib/runtime/testing/context";

export const testChallenge = challenge.value("5nVQk2y7b0pQnHnYH2sZ8w");
export const diagnosedAt = new Date("2026-01-01T12:00:00Z");

/** `"shop.acme.com CNAME": ["edge.latchkey.test"]`; `*.acme.com TXT` is a wildcard. */
export type FakeRecords = Record<string, string[]>;

/** A domain on two nameservers, and the rest of the world. Everything that is not set is healthy. */
export type FakeDomain = {
  hostname?: string;
  records: FakeRecords;
  /** Records of the second server that differ. */
  second?: FakeRecords;
  /** Servers (0 and 1) that do not answer, and why. */
  failing?: Partial<Record<0 | 1, UnreachableReason>>;
  delegation?: Exclude<DelegationStatus, { kind: "ok" }>;
  /** The nameservers of the parent's delegation and of the zone, where they differ. */
  sets?: { parent: string[]; child: string[] };
  /** No server sets the AA bit. */
  withoutAuthority?: boolean;
  connected?: boolean;
  templates?: Parameters<typeof gatherEvidence>[1]["templates"];
  recursive?(name: string, type: string, checkingDisabled: boolean): Partial<RecursiveAnswer>;
  referral?: Referral;
  reach?(address: string): Partial<AddressReach>;
  connection?: Partial<ConnectionEvidence>;
  nameserverAddresses?: [string, string];
  nameservers?: [string, string];
  registration?: RegistrationEvidence;
  /** Evidence from our own tables. */
  known?: Partial<Pick<Evidence, "ask" | "workers" | "upstream">>;
};

/** Gathers evidence through fakes, and runs the detectors. */
export async function diagnoseFake(domain: FakeDomain): Promise<{ evidence: Evidence; findings: Finding[] }> {
  const hostname = domain.hostname ?? "shop.acme.com";
  const subject = {
    hostname,
    ...(domain.connected === false ? {} : { challengeValue: testChallenge }),
    ...(domain.templates ? { templates: domain.templates } : {}),
  };
  const gathered = await gatherEvidence(fakeInspector(domain), subject);
  const evidence: Evidence = {
    ...gathered,
    ...(domain.connection ? { connection: { ...freshConnection, ...domain.connection } } : {}),
    ...(domain.known ?? {}),
    parts: { ...gathered.parts, ask: "ok", workers: "ok" },
  };
  return { evidence, findings: diagnose(evidence) };
}

/** What the diagnosis of a fake domain asks somebody to do. */
export async function instructFake(domain: FakeDomain, reader: Reader = "dns_owner"): Promise<Instructions> {
  const { evidence, findings } = await diagnoseFake(domain);
  return writeFrom(evidence, findings, reader);
}

export function writeFrom(
  evidence: Evidence,
  findings: readonly Finding[],
  reader: Reader = "dns_owner",
  texts: InstructionTexts = en,
): Instructions {
  const { subject, connection } = evidence;
  return writeInstructions({
    connection: {
      hostname: subject.hostname,
      hostnameUnicode: subject.unicode,
      registrableDomain: subject.registrableDomain,
      state: connection?.state ?? "pending_ownership",
      pointing: connection?.pointing ?? "unknown",
    },
    records: recordsOfEvidence(evidence),
    findings,
    provider: null,
    asker: { company: "Demo", application: null, logoUrl: null },
    reader,
    texts,
  });
}

export const freshConnection: ConnectionEvidence = {
  id: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02",
  state: "pending_ownership",
  stateChangedAt: "2026-01-01T11:00:00.000Z",
  createdAt: "2026-01-01T11:00:00.000Z",
  errorCode: null,
  ownership: "pending",
  pointing: "unknown",
  certificateFact: "unknown",
  claimedAt: null,
  queued: null,
  caRefusal: null,
  claimedElsewhere: false,
  contest: null,
  certificate: null,
  certificateError: null,
  certificateProbe: null,
  originError: null,
  certificateCheckedAt: null,
  refusedProbes: 0,
  ownershipCheckedAt: null,
  recordsCheckedAt: null,
  mismatchSince: null,
  drift: null,
  overdueEdges: [],
  jobs: [],
};

export const provenConnection: ConnectionEvidence = {
  ...freshConnection,
  state: "propagating",
  ownership: "ok",
  claimedAt: "2026-01-01T11:10:00.000Z",
};

function fakeInspector(domain: FakeDomain): Inspector {
  return {
    now: () => diagnosedAt,
    database: null,
    upstreams: null,
    registry: { find: async () => domain.registration ?? null },
    policy: { edge: testEdge, caaIdentities: ["letsencrypt.org"] },
    resolver: { ask: async (name, type) => answerOf(domain, name, type) },
    recursive: {
      ask: async (name, type, { checkingDisabled = false }) => [
        {
          resolver: "198.51.100.53",
          name,
          type,
          checkingDisabled,
          ...asCached(domain, name, type),
          ...domain.recursive?.(name, type, checkingDisabled),
        },
      ],
      refer: async (zone) => domain.referral ?? { zone, parent: null, kind: "unreachable", servers: [] },
    },
    reach: {
      probe: async (_hostname, address) => {
        const open = { kind: "open" as const, reason: null, status: 404, server: "Caddy" };
        const ours = testEdge.addresses.includes(address);
        const tls = { kind: "skipped" as const, reason: null };
        const reachPath = { http: ours, https: ours };
        const visits = { http: null, https: null };
        const proof = { proven: ours, reachPath, headerPasses: ours };
        return { address, http: open, https: open, tls, ...proof, visits, ...domain.reach?.(address) };
      },
    },
  };
}

function asCached(domain: FakeDomain, name: string, type: string) {
  const [server] = answerOf(domain, name, type).servers;
  if (server?.kind !== "answer") return { kind: "nodata" as const, records: [], negativeTtlSeconds: 300 };
  return { kind: "answer" as const, records: server.records, negativeTtlSeconds: null };
}

function answerOf(domain: FakeDomain, name: string, type: string): AuthoritativeAnswer {
  if (domain.delegation && name !== testEdge.hostname) {
    return { name, type, zone: null, delegation: domain.delegation, servers: [] };
  }
  const zone = parseSuffix(name).domain ?? parentName(name);
  const addresses = domain.nameserverAddresses ?? ["192.0.2.1", "192.0.2.2"];
  const servers = addresses.map((address, index): ServerAnswer => {
    const about = {
      server: nameserversOf(domain)[index] ?? "",
      address,
      name,
      type,
      transport: "udp" as const,
      rttMs: 1,
      authoritative: domain.withoutAuthority !== true,
    };
    const reason = domain.failing?.[index as 0 | 1];
    if (reason) return { ...about, kind: "unreachable", reason, records: [] };
    const published = {
      ...defaults(zone, nameserversOf(domain)),
      ...domain.records,
      ...(index === 1 ? domain.second : {}),
    };
    return { ...about, ...lookUp(published, name, type) };
  });
  const sets = domain.sets === undefined ? {} : { sets: domain.sets };
  return { name, type, zone, delegation: { kind: "ok", ...sets }, servers };
}

function nameserversOf({ nameservers }: FakeDomain): [string, string] {
  return nameservers ?? ["ns1.dns.net", "ns2.dns.net"];
}

function defaults(zone: string, nameservers: readonly string[]): FakeRecords {
  return {
    [`${testEdge.hostname} A`]: [...testEdge.addresses],
    [`${zone} SOA`]: ["ns1.dns.net hostmaster.dns.net 7 3600 600 86400 300"],
    [`${zone} NS`]: [...nameservers],
  };
}

function lookUp(records: FakeRecords, name: string, type: string): Pick<ServerAnswer, "kind" | "records"> {
  const owner = findOwner(records, name);
  const read = (kind: string) =>
    (records[`${owner} ${kind}`] ?? []).map((value) => ({ name, type: kind, value, ttl: 300 }));
  const own = [...read("CNAME"), ...(type === "CNAME" ? [] : read(type))];
  if (own.length > 0) return { kind: "answer", records: own };
  return { kind: owner === null ? "nxdomain" : "nodata", records: [] };
}

/** The name itself, or the wildcard that answers for it (RFC 4592). */
function findOwner(records: FakeRecords, name: string): string | null {
  const names = Object.entries(records).flatMap(([key, values]) =>
    values.length > 0 ? [key.split(" ")[0] ?? ""] : [],
  );
  const exists = (node: string) => names.some((one) => one === node || one.endsWith(`.${node}`));
  if (exists(name)) return name;
  for (let above = parentName(name); above !== ""; above = parentName(above)) {
    if (names.includes(`*.${above}`)) return `*.${above}`;
    if (exists(above)) return null;
  }
  return null;
}
