import type { ChainEvidence, EvidenceSubject, OwnershipEvidence } from "@/lib/diagnosis/evidence/evidence";
import { knowsNothing } from "@/lib/diagnosis/evidence/read-evidence";
import type { RecursiveAnswer, RecursiveDns } from "@/lib/dns/recursive";
import type { Referral } from "@/lib/dns/referral";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

/** What is known before the second round of questions. */
export type Facts = {
  about: EvidenceSubject;
  answers: readonly AuthoritativeAnswer[];
  chain: ChainEvidence | null;
  ownership: OwnershipEvidence | null;
  deadlineMs: number;
};

export type Recursion = { answers: RecursiveAnswer[]; referral: Referral | null };

/**
 * What recursive resolvers answer. They are queried only for what exists at the authority: a query for what does not exist
 * yet would itself put the negative answer into their caches. At most 8 names and types, and the referral.
 */
export async function gatherRecursive(recursive: RecursiveDns, facts: Facts): Promise<Recursion> {
  const { about, answers } = facts;
  const budgetMs = Math.max(1, Math.floor(facts.deadlineMs - performance.now()) - 50);
  const questions: { name: string; type: string; checkingDisabled: boolean }[] = [];
  const ask = (name: string, type: string) =>
    questions.push({ name, type, checkingDisabled: false }, { name, type, checkingDisabled: true });

  const { hostname, registrableDomain, challenge } = about;
  const broken = knowsNothing(answers, hostname);
  // If the domain itself is served, the hostname's own delegation is the broken one.
  const isServed =
    !knowsNothing(answers, registrableDomain) &&
    answers.some(({ name, zone }) => name === registrableDomain && zone === registrableDomain);
  const referred = isServed ? hostname : registrableDomain;
  const nameserver = about.zone ?? about.registrableDomain;
  // The SOA always exists where the zone does: its validation is the zone's.
  ask(nameserver, "SOA");
  // If no server answered, resolvers may show why: an invalid signature, an alias at the top of the zone.
  if (broken || holds(answers, hostname, "A")) ask(hostname, "A");
  if (holds(answers, hostname, "AAAA")) ask(hostname, "AAAA");
  if (challenge && (knowsNothing(answers, challenge.name) || holds(answers, challenge.name, "TXT")))
    ask(challenge.name, "TXT");
  const [given, referral] = await Promise.all([
    Promise.all(
      questions.map(({ name, type, checkingDisabled }) => recursive.ask(name, type, { checkingDisabled, budgetMs })),
    ),
    broken ? recursive.refer(referred, { budgetMs }) : null,
  ]);
  return { answers: given.flat().map(bound), referral };
}

function holds(answers: readonly AuthoritativeAnswer[], name: string, type: string): boolean {
  const answer = answers.find((one) => one.name === name && one.type === type);
  return answer?.servers.some(({ kind }) => kind === "answer") ?? false;
}

function bound(answer: RecursiveAnswer): RecursiveAnswer {
  const records = answer.records.slice(0, 20).map((record) => ({ ...record, value: record.value.slice(0, 512) }));
  return { ...answer, records };
}
