import type { ConnectionRow } from "@/lib/connections/connection-row";
import { templatesOf } from "@/lib/connections/connection-row";
import { climbCaa } from "@/lib/connections/domains/climb-caa";
import { evaluateCaa } from "@/lib/connections/domains/evaluate-caa";
import type { Database } from "@/lib/db/client";
import { boundAnswers } from "@/lib/diagnosis/evidence/bound-answers";
import type {
  Evidence,
  EvidencePart,
  EvidenceSubject,
  OwnershipEvidence,
  PartStatus,
} from "@/lib/diagnosis/evidence/evidence";
import { evidenceParts } from "@/lib/diagnosis/evidence/evidence";
import { createEvidenceResolver, type EvidenceResolver } from "@/lib/diagnosis/evidence/evidence-resolver";
import { namesToAsk } from "@/lib/diagnosis/evidence/names-to-ask";
import { followChain } from "@/lib/diagnosis/follow-chain";
import { gatherConnection, gatherWorkers } from "@/lib/diagnosis/gather-connection";
import { gatherReach } from "@/lib/diagnosis/gather-reach";
import { gatherRecursive } from "@/lib/diagnosis/gather-recursive";
import { gatherRegistration, isRegistrationInDoubt } from "@/lib/diagnosis/gather-registration";
import { gatherServices } from "@/lib/diagnosis/gather-services";
import { gatherUpstream } from "@/lib/diagnosis/gather-upstream";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { parseHostname } from "@/lib/dns/hostname";
import { observeRecords, observeTxt } from "@/lib/dns/observe-records";
import { detectProvider } from "@/lib/dns/providers/detect-provider";
import { challenge } from "@/lib/dns/records/challenge";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import type { RecursiveDns } from "@/lib/dns/recursive";
import type { DnsResolver } from "@/lib/dns/resolver";
import { Refusal } from "@/lib/kernel/errors";
import { noRegistry, type Registry } from "@/lib/platform/outbound/rdap";
import type { ReachProber, Upstreams } from "@/lib/platform/ports/edge";
import type { CertificateAuthority } from "@/lib/platform/ports/issuers";

/** The ports that evidence is gathered through; a ServiceContext has them all. No database: the doctor. */
export type Inspector = {
  now(): Date;
  resolver: DnsResolver;
  recursive: RecursiveDns;
  reach: ReachProber;
  /** Absent: registries are not asked. */
  registry?: Registry;
  /** null where no application is known. */
  upstreams: Upstreams | null;
  database: Database | null;
  policy: { edge: EdgeTarget | null; caaIdentities: readonly string[]; issuers?: readonly CertificateAuthority[] };
};

export type DiagnosisSubject = {
  hostname: string;
  /** The value expected at the challenge name; absent: there is nothing to prove. */
  challengeValue?: string;
  /** In place of the default records. */
  templates?: readonly RecordTemplate[] | null;
  connection?: ConnectionRow;
};

/** The subject of a connection's diagnosis. */
export function subjectOf(row: ConnectionRow): DiagnosisSubject {
  return { hostname: row.hostname, challengeValue: row.challengeValue, templates: templatesOf(row), connection: row };
}

/**
 * Bounds of one diagnosis: 64 questions to authoritative servers (to every address of the zone, 32 at most, by the
 * resolver's own bound), 8 names of 3 recursive resolvers, about 40 for a broken delegation, 6 addresses on 2 ports.
 */
const maxQuestions = 64;
/** The whole first round at once: if a server is silent, a second round would come too late. */
const maxInFlight = 48;
/** The rest of the budget is for queries that depend on these answers. */
const answersShare = 0.68;
const questionShare = 0.45;
/** Timers of a busy machine are late, and the results must be assembled. */
const gatheringShare = 0.95;

/**
 * Gathers everything about a hostname within the budget. Never takes longer, whichever server is silent; what did not arrive
 * in time is absent, and `parts` says so. Changes nothing.
 * @throws Refusal invalid for what is not a hostname
 */
export async function gatherEvidence(
  inspector: Inspector,
  subject: DiagnosisSubject,
  budgetMs = 5_000,
): Promise<Evidence> {
  const startedAtMs = performance.now();
  const deadlineMs = startedAtMs + budgetMs * gatheringShare;
  const takenAt = inspector.now();
  const about = describeSubject(inspector, subject);
  const resolver = createEvidenceResolver(inspector.resolver, {
    deadlineMs: startedAtMs + budgetMs * answersShare,
    maxQuestionMs: Math.ceil(budgetMs * questionShare),
    maxQuestions,
    maxInFlight,
  });
  const parts = Object.fromEntries(evidenceParts.map((part) => [part, "skipped"])) as Record<EvidencePart, PartStatus>;
  const run = createPartRunner(parts, deadlineMs);
  const { connection } = subject;
  const { database, upstreams } = inspector;

  const first = Promise.all([
    run("dns", () => askNames(resolver, about)),
    run("dns", () => observeOwnership(resolver, about)),
    run("dns", () => observeRecords(resolver, about.desired, inspector.policy.edge ?? noEdge)),
    run("chain", () => followChain(resolver, about.hostname)),
    run("caa", () => climbCaa((name, type) => resolver.ask(name, type), about.hostname)),
  ]);
  const known = Promise.all([
    connection && database
      ? run("connection", () => gatherConnection(database, connection, takenAt, inspector.policy.issuers ?? []))
      : null,
    database ? run("workers", () => gatherWorkers(database)) : null,
    connection && database && upstreams
      ? run("upstream", () => gatherUpstream({ database, upstreams }, connection))
      : null,
  ]);
  const [, ownership, records, chain, caa] = await first;
  const [found, services] = await Promise.all([
    askZone(resolver, about, run),
    run("services", () =>
      gatherServices(resolver, { hostname: about.hostname, chain, ours: namesOfEdge(about, inspector) }),
    ),
  ]);
  const [connected, workers, upstream] = await known;
  const unseen = connection === undefined ? "none" : "unknown";
  const facts = { about: found, answers: resolver.answers(), chain, ownership, deadlineMs };
  const inDoubt = isRegistrationInDoubt(found, facts.answers);
  const tenantId = connection?.tenantId ?? "none";
  const [recursion, reach, registration] = await Promise.all([
    run("recursive", () => gatherRecursive(inspector.recursive, facts)),
    run("reach", () =>
      gatherReach(inspector.reach, facts, inspector.policy.edge, connected?.connection ?? unseen, takenAt),
    ),
    inDoubt
      ? run("registration", () => gatherRegistration(inspector.registry ?? noRegistry, { ...facts, tenantId }))
      : null,
  ]);
  if (recursion?.referral) parts.referral = "ok";
  if (connected) parts.ask = "ok";
  return {
    subject: found,
    edge: inspector.policy.edge && { ...inspector.policy.edge, addresses: [...inspector.policy.edge.addresses] },
    takenAt: takenAt.toISOString(),
    tookMs: Math.round(performance.now() - startedAtMs),
    questions: { asked: resolver.asked(), limit: maxQuestions },
    parts,
    answers: boundAnswers(resolver.answers(), found.challenge?.value ?? null),
    ownership,
    records: (records ?? []).map(({ record, observation, observedValue }) => ({ record, observation, observedValue })),
    chain,
    services: services ?? [],
    caa: caa === null ? null : evaluateCaa(caa, inspector.policy.caaIdentities, namesOfAuthorities(inspector)),
    registration,
    referral: recursion?.referral ?? null,
    recursive: recursion?.answers ?? [],
    reach: reach ?? [],
    connection: connected?.connection ?? null,
    ask: connected?.ask ?? null,
    upstream,
    workers: workers ?? [],
  };
}

function namesOfAuthorities({ policy }: Inspector): string[] {
  return (policy.issuers ?? []).map(({ name }) => name);
}

function namesOfEdge({ hostname, desired }: EvidenceSubject, { policy }: Inspector): ReadonlySet<string> {
  const aliases = desired.filter((record) => record.type === "CNAME" && normaliseName(record.host) === hostname);
  return new Set([policy.edge?.hostname ?? "", ...aliases.map(({ value }) => value)].map(normaliseName));
}

const noEdge: EdgeTarget = { hostname: "", addresses: [] };

function describeSubject({ policy }: Inspector, subject: DiagnosisSubject): EvidenceSubject {
  const parsed = parseHostname(subject.hostname, { allowReservedTlds: true, platformHostnames: [] });
  if (!parsed.ok) throw new Refusal("invalid", parsed.message, { param: "hostname" });
  const { hostname, unicode, registrableDomain, kind } = parsed;
  const { challengeValue: value } = subject;
  return {
    hostname,
    unicode,
    registrableDomain,
    kind,
    zone: null,
    challenge: value === undefined ? null : { name: challenge.name(hostname), value },
    desired: policy.edge === null ? [] : desiredRecords(parsed, policy.edge, subject.templates ?? null),
    provider: null,
  };
}

type RunPart = <T>(part: EvidencePart, work: () => Promise<T>) => Promise<T | null>;

/** A part that fails or is late is null, and its status says which. Of several runs of a part, the worst status counts. */
function createPartRunner(parts: Record<EvidencePart, PartStatus>, deadlineMs: number): RunPart {
  const worst: readonly PartStatus[] = ["skipped", "ok", "timeout", "failed"];
  return async (part, work) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), Math.max(0, deadlineMs - performance.now()));
    });
    const settle = (status: PartStatus) => {
      if (worst.indexOf(status) > worst.indexOf(parts[part])) parts[part] = status;
    };
    try {
      const result = await Promise.race([work().then((value) => ({ value })), late]);
      settle(result === "late" ? "timeout" : "ok");
      return result === "late" ? null : result.value;
    } catch {
      settle("failed");
      return null;
    } finally {
      clearTimeout(timer);
    }
  };
}

async function askNames(resolver: EvidenceResolver, about: EvidenceSubject): Promise<void> {
  const questions = namesToAsk(about, about.challenge !== null);
  await Promise.all(questions.map(({ name, type }) => resolver.ask(name, type)));
}

async function observeOwnership(
  resolver: EvidenceResolver,
  { challenge }: EvidenceSubject,
): Promise<OwnershipEvidence | null> {
  if (challenge === null) return null;
  const observation = await observeTxt(resolver, challenge.name, challenge.value);
  const seen = observation.kind === "seen" ? observation : null;
  return {
    kind: observation.kind,
    reason: observation.kind === "unreachable" ? observation.reason : null,
    values: seen?.values ?? [],
    agreeing: seen?.agreeing ?? [],
    disagreeing: seen?.disagreeing ?? [],
  };
}

/** The zone is known once the hostname's answers are; a zone below the registrable domain is queried itself too. */
async function askZone(resolver: EvidenceResolver, about: EvidenceSubject, run: RunPart): Promise<EvidenceSubject> {
  const answers = resolver.answers();
  const own = answers.find(({ name, zone }) => name === about.hostname && zone !== null);
  const ofDomain = answers.find(
    (answer) => answer.zone !== null && isEqualOrBelow(answer.zone, about.registrableDomain),
  );
  const zone = own?.zone ?? ofDomain?.zone ?? null;
  if (zone !== null && zone !== about.registrableDomain) {
    await run("dns", () => Promise.all([resolver.ask(zone, "SOA"), resolver.ask(zone, "NS")]));
  }
  const servers = (own?.servers ?? []).map(({ server }) => server);
  const provider = detectProvider(servers);
  if (provider === null) return { ...about, zone };
  const { key, name, hostLabelStyle, capabilities } = provider;
  return { ...about, zone, provider: { key, name, hostLabelStyle, canFlatten: capabilities.apexFlattening } };
}
