import { isOver } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, listOf, timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { laterBy } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";
import type { ResourceRecord } from "@/lib/dns/records";
import type { RecursiveAnswer } from "@/lib/dns/recursive";

export const oldAnswerCached: Detector<"old-answer-cached"> = (evidence) => {
  const { recursive, connection, takenAt } = evidence;
  if (connection !== null && isOver(connection.state)) return null;
  const old = recursive.flatMap((answer) => oldRecords(evidence, answer));
  const [first] = old;
  if (first === undefined) return null;
  const seconds = Math.max(...old.map(({ record }) => record.ttl));
  const eta = seconds > 0 ? laterBy(evidence, seconds) : null;
  return {
    explanation: `The domain's nameservers have the new record. Resolvers that cached the old one (${listOf([...new Set(old.map(({ record }) => record.value))])}) may still return it${eta === null ? " for a while" : ` until ${timeOf(eta, takenAt)}`}.`,
    fix: "You do not have to do anything: the caches expire on their own. Our checks do not depend on them.",
    evidence: old.map(
      ({ resolver, record }) =>
        `resolver ${resolver}: ${record.name} ${record.type} ${record.value}, for ${record.ttl} s more`,
    ),
    eta,
  };
};

/** The most records of an answer that are stored as evidence. */
const maxRecords = 20;

/** What a resolver has at the name itself, and no authoritative server has. */
function oldRecords(evidence: Evidence, answer: RecursiveAnswer): { resolver: string; record: ResourceRecord }[] {
  const { name, type, resolver } = answer;
  if (answer.checkingDisabled || answer.kind !== "answer" || type === "SOA") return [];
  const servers = answering(evidence, name, type);
  // Longer sets are cut, and two cuts may have nothing in common.
  if ([answer, ...servers].some(({ records }) => records.length >= maxRecords)) return [];
  const now = servers.flatMap(({ records }) => records).filter((record) => record.name === name);
  if (servers.length === 0 || now.length === 0) return [];
  // Answers that vary by client (load balancing) are no sign of age: one value in common is enough.
  const seen = answer.records.filter((record) => record.name === name);
  const same = seen.some((record) => now.some((one) => one.type === record.type && isSame(one.value, record.value)));
  return same ? [] : seen.map((record) => ({ resolver, record }));
}

function isSame(one: string, other: string): boolean {
  return one === other || normaliseName(one) === normaliseName(other);
}
