import type { CaaEvaluation } from "@/lib/connections/domains/evaluate-caa";
import type { ConnectionState } from "@/lib/connections/machine";
import type { EvidencePart } from "@/lib/diagnosis/evidence/catalog";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { DesiredRecord, Observation } from "@/lib/dns/records";
import type { RecursiveAnswer } from "@/lib/dns/recursive";
import type { Referral } from "@/lib/dns/referral";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";
import type { UpstreamRefusal } from "@/lib/platform/outbound/check-upstream";
import type { Registration } from "@/lib/platform/outbound/rdap";
import type { AddressReach } from "@/lib/platform/ports/edge";

/** What was gathered about a hostname at one moment. Plain data: it survives JSON, and times are RFC 3339 texts. */
export type Evidence = {
  subject: EvidenceSubject;
  /** null where this installation has no edge of its own: the doctor without a configuration. */
  edge: EdgeTarget | null;
  takenAt: string;
  tookMs: number;
  /** Questions to authoritative servers (each goes to every address of its zone), and how many there may be. */
  questions: { asked: number; limit: number };
  /** The status of each part. What did not arrive in time is absent, and no detector may guess it. */
  parts: Record<EvidencePart, PartStatus>;
  /** The authoritative answers, one per name and type, all servers in each. */
  answers: AuthoritativeAnswer[];
  /** The result of the ownership check; null where there is nothing to prove. */
  ownership: OwnershipEvidence | null;
  /** The result of the records check for each desired record. */
  records: RecordEvidence[];
  /** The aliases that start at the hostname; null: unknown. */
  chain: ChainEvidence | null;
  /** HTTPS and SVCB records where browsers look for them. */
  services: ServiceEvidence[];
  caa: CaaEvaluation | null;
  /** What the registry says about the registrable domain; null: not asked, or no usable answer. */
  registration: RegistrationEvidence | null;
  /** What the parent zone and the nameservers it lists say; queried only if the zone is unreachable. */
  referral: Referral | null;
  /** What recursive resolvers answer, validating (`checkingDisabled: false`) and not. */
  recursive: RecursiveAnswer[];
  reach: AddressReach[];
  connection: ConnectionEvidence | null;
  /** Caddy's requests about the hostname; null: it never asked. */
  ask: AskEvidence | null;
  /** Whether the edge may use the application's origin; null: it has none, or unknown. */
  upstream: UpstreamEvidence | null;
  /** Worker processes by their last heartbeat, newest first. */
  workers: { workerId: string; seenAt: string }[];
};

export { type EvidencePart, evidenceParts } from "@/lib/diagnosis/evidence/catalog";

/** `timeout`: cut by the budget. `skipped`: not needed, or not possible here. */
export type PartStatus = "ok" | "timeout" | "failed" | "skipped";

export type WritingEvidence = {
  purpose: "setup" | "repair" | "removal";
  status: "pending" | "written" | "refused";
  /** A provider's key; null, as the label, once the credential was deleted. */
  provider: string | null;
  label: string | null;
  zone: string;
  writtenAt: string | null;
  retryAt: string | null;
  fault: {
    code: string;
    said: string | null;
    address: string | null;
    at: string;
    nameservers?: string[] | undefined;
    servedBy?: string | null | undefined;
  } | null;
};

export type EvidenceSubject = {
  hostname: string;
  unicode: string;
  registrableDomain: string;
  kind: "apex" | "subdomain";
  /** The zone that holds the hostname; null where none was found. */
  zone: string | null;
  /** The TXT record that proves control; null for a hostname that is not connected. */
  challenge: { name: string; value: string } | null;
  desired: DesiredRecord[];
  provider: { key: string; name: string; hostLabelStyle: "relative" | "fqdn" | null; canFlatten: boolean } | null;
};

export type OwnershipEvidence = {
  kind: "match" | "missing" | "seen" | "unreachable";
  reason: string | null;
  values: string[];
  /** Servers as `ns1.example (192.0.2.1)`. */
  agreeing: string[];
  disagreeing: string[];
};

export type RecordEvidence = { record: DesiredRecord; observation: Observation; observedValue: string | null };

/** `path`: the targets on the way. `end`: what the last one has. `addresses`: of the end, both families. */
export type ChainEvidence = {
  path: string[];
  end: "addresses" | "nothing" | "missing_domain" | "loop" | "too_long" | "unreachable";
  addresses: string[];
};

/** `value`: in presentation form. `leads`: the aliases and addresses of its target, where that is another name. */
export type ServiceEvidence = { name: string; type: "HTTPS" | "SVCB"; value: string; leads: ChainEvidence | null };

/** From RDAP (RFC 9083). */
export type RegistrationEvidence = Registration;

export type AskEvidence = {
  allowed: number;
  refused: number;
  lastAllowed: boolean;
  lastReason: string | null;
  lastAskedAt: string;
};

/** `leads_back`: allowed, but this edge itself answers there. */
export type UpstreamEvidence =
  | { origin: string; kind: "usable" | "unresolved" | "leads_back" }
  | { origin: string; kind: "refused"; reason: UpstreamRefusal; message: string };

export type ConnectionEvidence = {
  id: string;
  state: ConnectionState;
  stateChangedAt: string;
  createdAt: string;
  errorCode: string | null;
  ownership: string;
  pointing: string;
  certificateFact: string;
  /** The connection holds its hostname: the ask gate is open. */
  claimedAt: string | null;
  /** Its first certificate waits for a limit of the certificate authority; null: it does not. */
  queued: QueueEvidence | null;
  /** The authority has refused an order that would be one of this hostname too; null: not that we know. */
  caRefusal: { until: string; limit: string } | null;
  /** Another account's connection holds it. */
  claimedElsewhere: boolean;
  /** The contest for the hostname that runs, and when it then moves. */
  contest: { role: "challenger" | "holder"; until: string } | null;
  /** What a stored credential writes for it. Absent from evidence of before it was gathered. */
  writing?: WritingEvidence | null;
  certificate: { issuer: string; serial: string; notBefore: string; notAfter: string } | null;
  /** For people; null where the last handshake showed a valid certificate, or there was none yet. */
  certificateError: string | null;
  /** The outcome of the last handshake; null: none yet, or its code was not stored. */
  certificateProbe: { kind: "certificate" | "refused" | "unreachable"; code: string | null } | null;
  certificateCheckedAt: string | null;
  /** Why the tenant's server did not confirm the hostname, at the last handshake; null: it did, or does not have to. */
  originError: string | null;
  refusedProbes: number;
  ownershipCheckedAt: string | null;
  recordsCheckedAt: string | null;
  mismatchSince: string | null;
  /** The last confirmed drift; null: there was none, or it is over. */
  drift: DriftEvidence | null;
  /** Edges that reported that they have a certificate which was not renewed in time, and when it ends. */
  overdueEdges: { name: string; notAfter: string }[];
  jobs: JobEvidence[];
};

/** `limit`: what it waits for, in words. `until`: as estimated at the last check; null: not yet. */
export type QueueEvidence = { since: string; until: string | null; limit: string };

/** `from`: the desired and previously published value. `to`: the observed one; null: nothing. */
export type DriftEvidence = {
  confirmedAt: string;
  /** When it was first observed. */
  since: string;
  changes: { host: string; type: string; from: string; to: string | null; servers: string[] }[];
};

export type JobEvidence = {
  name: string;
  runAt: string;
  attempts: number;
  lastError: string | null;
  failedAt: string | null;
  lockedUntil: string | null;
};
