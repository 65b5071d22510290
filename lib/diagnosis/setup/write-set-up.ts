import type { Brand } from "@/lib/accounts/branding/schema";
import type { ConnectionRow } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import { isEdgeReason } from "@/lib/connections/policy";
import type { Examination } from "@/lib/diagnosis/diagnose-connection";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { findingForOwner } from "@/lib/diagnosis/instructions/finding-for-owner";
import type { Instructions, Step } from "@/lib/diagnosis/instructions/instructions";
import { type InstructionTexts, waitingCodes } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { instructionTextsOf } from "@/lib/diagnosis/instructions/languages/instruction-texts-of";
import { isForDnsOwner } from "@/lib/diagnosis/instructions/owner-text-of";
import { recordsOfEvidence } from "@/lib/diagnosis/instructions/records-of-evidence";
import { writeInstructions } from "@/lib/diagnosis/instructions/write-instructions";
import { expectAt, waitsOf } from "@/lib/diagnosis/setup/expect-at";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { type Sight, sightsOfStep } from "@/lib/diagnosis/setup/sights-of-step";
import { findProvider } from "@/lib/dns/providers/catalog";
import { formOf } from "@/lib/dns/providers/forms";
import type { ProviderForm } from "@/lib/dns/providers/schema";
import type { Language } from "@/lib/kernel/languages";

export type SetUpInput = Examination & {
  connection: Pick<
    ConnectionRow,
    | "id"
    | "hostname"
    | "hostnameUnicode"
    | "registrableDomain"
    | "kind"
    | "state"
    | "pointing"
    | "setupType"
    | "provider"
    | "errorCode"
    | "refusedProbes"
    | "contest"
    | "claim"
  >;
  brand: Brand;
  language: Language;
  /** Of its jobs; null: none is due. */
  nextCheckAt: Date | null;
  now: Date;
  /** For the visitor of a share link, who learns no ids; null: for somebody who knows the connection. */
  link: { expiresAt: Date } | null;
};

/** A connection as the owner of its DNS sees it, from a diagnosis. Pure. */
export function writeSetUp(input: SetUpInput): SetUpResource {
  const { connection, evidence, findings, brand, language, nextCheckAt, now, link } = input;
  const texts = instructionTextsOf(language);
  const key = evidence.subject.provider?.key ?? connection.provider;
  const provider = key === null ? null : findProvider(key);
  const form = provider === null ? null : formOf(provider.key);
  const instructions = writeInstructions({
    connection,
    records: recordsOfEvidence(evidence),
    findings,
    provider,
    asker: { company: brand.name, application: null, logoUrl: brand.logoUrl },
    reader: "dns_owner",
    texts,
  });
  const { steps, notes, where, zone } = instructions;
  const stage = stageOf(connection, instructions);
  const seen = steps.map((step) => ({ step, status: step.status, sights: sightsOfStep(evidence, step) }));
  const takenAt = new Date(evidence.takenAt);
  const limit = limitOf(input);
  const expected = expectAt(
    waitsOf({ stage, takenAt, steps: seen, notes, findings, connection, limit, nextCheckAt }),
    now,
  );
  return {
    connectionId: link === null ? connection.id : null,
    hostname: connection.hostname,
    hostnameUnicode: connection.hostnameUnicode,
    zone,
    kind: connection.kind,
    state: connection.state,
    setupType: connection.setupType,
    stage,
    language,
    provider: provider &&
      where && {
        key: provider.key,
        name: provider.name,
        dnsPageUrl: where.url,
        hostLabelStyle: provider.hostLabelStyle,
        notes: where.notes,
        form,
      },
    why: instructions.why,
    steps: [...seen]
      .sort((one, other) => Number(one.status === "done") - Number(other.status === "done"))
      .map(({ step, sights }) => toStep(step, sights, form)),
    notes,
    leave: instructions.leave,
    isDone: instructions.isDone,
    finding: isOver(connection.state) ? null : firstFinding(findings, texts, zone),
    nextCheckAt: nextCheckAt !== null && nextCheckAt < now ? now : nextCheckAt,
    expectedAt: expected?.at ?? null,
    expectedBecause: expected?.because ?? null,
    brand,
    checkedAt: takenAt,
    expiresAt: link?.expiresAt ?? null,
  };
}

function stageOf(
  { state, errorCode }: SetUpInput["connection"],
  { steps, notes }: Instructions,
): SetUpResource["stage"] {
  if (isOver(state)) return "ended";
  if (state === "live") return "live";
  if (state === "issuing_cert" || (state === "stalled" && isEdgeReason(errorCode))) return "certificate";
  // A credential is writing them.
  if (state === "dns_writing") return "spreading";
  const isOpen = steps.some(({ status }) => status !== "done") || notes.some(({ who }) => who !== "us");
  return isOpen ? "records" : "spreading";
}

function toStep(step: Step, sights: readonly Sight[], form: ProviderForm | null): SetUpResource["steps"][number] {
  const { action, type, host, fullHost, value, status } = step;
  // What is right although no nameserver has the record itself has nothing that could still arrive.
  const isElsewhere = status === "done" && !sights.some(({ isSeen }) => isSeen);
  return {
    ...step,
    // A record to change is one to add as soon as it is right.
    id: `${action === "delete" ? "delete" : "add"} ${type} ${fullHost} ${value}`,
    host: host === "@" && form !== null ? form.rootHost : host,
    servers: isElsewhere ? [] : sights.map(({ cachedSeconds: _, isSeen: __, ...server }) => server),
  };
}

/** What the owner has to do about, else what we have to, else what is waited for. */
function firstFinding(findings: readonly Finding[], texts: InstructionTexts, domain: string): SetUpResource["finding"] {
  const isWaiting = ({ code }: Finding) => waitingCodes.some((one) => one === code);
  const found =
    findings.find(isForDnsOwner) ??
    findings.find(({ severity }) => severity === "blocking") ??
    findings.find(isWaiting);
  if (found === undefined) return null;
  const words = findingForOwner(found, texts, domain);
  // Which part of ours it is, is nothing for a visitor.
  return { code: words.who === "us" && !isWaiting(found) ? "ours" : found.code, ...words };
}

/** What its certificate waits for, and until when. */
function limitOf({ connection, evidence, findings }: SetUpInput): { until: Date | null } | null {
  const { claim } = connection;
  const refusal = evidence.connection?.caRefusal ?? null;
  const isQueued = claim !== null && claim.queuedAt !== null && claim.admittedAt === null;
  const ofDay = findings.find(({ code }) => code === "certificate-limit-reached");
  const ends = [
    ...(isQueued ? [claim.queuedUntil] : []),
    ...(refusal !== null && connection.state === "issuing_cert" ? [new Date(refusal.until)] : []),
    ...(ofDay === undefined ? [] : [ofDay.eta === null ? null : new Date(ofDay.eta)]),
  ];
  if (ends.length === 0) return null;
  const known = ends.filter((end) => end !== null);
  return { until: known.length < ends.length ? null : new Date(Math.max(...known.map(Number))) };
}
