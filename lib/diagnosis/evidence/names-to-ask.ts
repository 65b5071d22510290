import type { EvidenceSubject } from "@/lib/diagnosis/evidence/evidence";
import { isEncodableName, parentName } from "@/lib/dns/domain-name";
import { challenge } from "@/lib/dns/records/challenge";

export type NameQuestion = { name: string; type: string };

/** No name with this label ever has a record: any answer for it comes from a wildcard. */
const probeLabel = "latchkey-wildcard-check";

/** Only a wildcard below the name can answer for this. */
export function wildcardProbe(name: string): string {
  return `${probeLabel}.${name}`;
}

type Names = Pick<EvidenceSubject, "hostname" | "registrableDomain" | "kind">;

/** Names where the challenge ends up when a form is filled in wrongly, besides the bare hostname. Pure. */
export function misplacedChallenges(subject: Names): { doubled: string; others: string[] } {
  const { hostname, registrableDomain } = subject;
  const name = challenge.name(hostname);
  const partner = partnerOf(subject);
  const others = [challenge.name(registrableDomain), name.slice(1), registrableDomain, `_${hostname}`];
  if (partner !== null) others.push(challenge.name(partner));
  if (subject.kind === "subdomain") others.push(challenge.name(parentName(hostname)));
  return {
    doubled: `${name}.${registrableDomain}`,
    others: [...new Set(others)].filter((other) => other !== name && other !== hostname),
  };
}

/** The hostname with its domain appended again, as forms do with a full name. */
export function doubledHostname({ hostname, registrableDomain }: Names): string {
  return `${hostname}.${registrableDomain}`;
}

/** `www` of an apex, and the apex of `www`. */
function partnerOf({ hostname, kind }: Names): string | null {
  if (kind === "apex") return `www.${hostname}`;
  return hostname.startsWith("www.") ? parentName(hostname) : null;
}

/** All queries for the authoritative servers that are sent at once: about 30. Pure. */
export function namesToAsk(subject: Names, withChallenge: boolean): NameQuestion[] {
  const { hostname, registrableDomain, kind } = subject;
  const questions: NameQuestion[] = [];
  const ask = (name: string | null, ...types: string[]) => {
    if (name === null || !isEncodableName(name)) return;
    for (const type of types) {
      if (!questions.some((question) => question.name === name && question.type === type)) {
        questions.push({ name, type });
      }
    }
  };
  if (withChallenge) {
    const { doubled, others } = misplacedChallenges(subject);
    ask(challenge.name(hostname), "TXT");
    ask(doubled, "TXT");
    for (const other of others) ask(other, "TXT");
    ask(wildcardProbe(hostname), "TXT");
  }
  ask(hostname, "A", "AAAA", "CNAME", "TXT", "MX", "NS", "CAA", "HTTPS");
  ask(registrableDomain, "SOA", "NS", "A");
  ask(doubledHostname(subject), "A");
  ask(partnerOf(subject), "A", "AAAA");
  ask(wildcardProbe(registrableDomain), "A");
  if (kind === "subdomain") ask(wildcardProbe(parentName(hostname)), "A", "TXT");
  return questions;
}
