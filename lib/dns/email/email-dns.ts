import { aliasTargets } from "@/lib/dns/alias-targets";
import { isEncodableName, normaliseName } from "@/lib/dns/domain-name";
import { failureText } from "@/lib/dns/look-up-failure";
import type { ServerAnswer } from "@/lib/dns/records";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";
import { hasAnswered } from "@/lib/dns/silent-zones";

export type EmailType = "TXT" | "MX" | "CNAME" | "A" | "AAAA";

/**
 * `found`: what most of the answering nameservers publish, behind an alias too (not for CNAME). `differ`: not all of them publish
 * the same. `none`: no such records; `exists`: the name has others. `unknown`: nobody answered, or a limit of ours was reached.
 */
export type EmailAnswer = { alias: string | null } & (
  | { kind: "found"; values: string[]; differ: boolean }
  | { kind: "none"; exists: boolean; differ: boolean }
  | { kind: "unknown"; reason: string }
);

/** The DNS as one email check reads it. The same question is asked once. Never rejects. */
export type EmailDns = {
  look(name: string, type: EmailType): Promise<EmailAnswer>;
  /** Some queries got no slot: the check says nothing about the domain. */
  isOverloaded(): boolean;
};

/**
 * Whoever owns a zone, or a record that another one includes, chooses the addresses that queries go to: so the questions of
 * one check are few, few run at a time, and after some that no server answered, none is asked.
 */
const maxQuestions = 64;
const maxAtOnce = 6;
const maxSilent = 4;
const totalMs = 8_000;
const questionMs = 3_000;
const maxAliases = 8;
const maxValues = 100;

export function openEmailDns(resolver: DnsResolver): EmailDns {
  const answers = new Map<string, Promise<EmailAnswer>>();
  const asked = new Map<string, Promise<AuthoritativeAnswer | string>>();
  const slots = createSlots(maxAtOnce);
  const deadlineMs = performance.now() + totalMs;
  let silent = 0;
  let overloaded = false;

  /** A text says which of our limits was reached. */
  function ask(name: string, type: EmailType): Promise<AuthoritativeAnswer | string> {
    const key = `${type} ${name}`;
    const known = asked.get(key);
    if (known !== undefined) return known;
    if (asked.size >= maxQuestions) return Promise.resolve("too many questions");
    const asking = slots.run(async () => {
      const budgetMs = Math.min(questionMs, Math.ceil(deadlineMs - performance.now()));
      if (budgetMs <= 0) return "out of time";
      if (silent >= maxSilent) return "too many nameservers did not answer";
      const answer = await resolver.ask(name, type, { budgetMs });
      if (answer.servers.length > 0 && !answer.servers.some(hasAnswered)) silent += 1;
      if (isOverload(answer)) overloaded = true;
      return answer;
    });
    asked.set(key, asking);
    return asking;
  }

  async function look(name: string, type: EmailType): Promise<EmailAnswer> {
    const trail = [name];
    for (;;) {
      const current = trail.at(-1) ?? name;
      const alias = trail[1] ?? null;
      if (!isEncodableName(current)) return { kind: "none", exists: false, differ: false, alias };
      const answer = await ask(current, type);
      if (typeof answer === "string") return { kind: "unknown", reason: answer, alias };
      const read = readAnswer(answer, type);
      if (read.kind !== "alias") return { ...read, alias };
      if (trail.includes(read.target) || trail.length > maxAliases) {
        return { kind: "unknown", reason: "a loop of aliases", alias: trail[1] ?? read.target };
      }
      trail.push(read.target);
    }
  }

  return {
    look(rawName, type) {
      const name = normaliseName(rawName);
      const key = `${type} ${name}`;
      const known = answers.get(key) ?? look(name, type);
      answers.set(key, known);
      return known;
    },
    isOverloaded: () => overloaded,
  };
}

type Read =
  | { kind: "alias"; target: string }
  | { kind: "found"; values: string[]; differ: boolean }
  | { kind: "none"; exists: boolean; differ: boolean }
  | { kind: "unknown"; reason: string };

function readAnswer({ name, delegation, servers }: AuthoritativeAnswer, type: EmailType): Read {
  if (delegation.kind === "nxdomain") return { kind: "none", exists: false, differ: false };
  if (delegation.kind !== "ok") {
    return {
      kind: "unknown",
      reason: delegation.reason === undefined ? delegation.kind : failureText(delegation.reason),
    };
  }
  const answering = servers.filter(hasAnswered);
  if (answering.length === 0) return { kind: "unknown", reason: servers[0]?.reason ?? "no answer" };
  if (type !== "CNAME") {
    const [target] = answering.flatMap(({ records }) => aliasTargets(records, name));
    if (target !== undefined) return { kind: "alias", target };
  }
  const sets = answering.map((server) => valuesOf(server, name, type));
  const counts = new Map<string, { values: string[]; votes: number }>();
  for (const set of sets) {
    // Nameservers rotate the order of their answers: what is made of them must not change with it.
    const values = [...set].sort();
    const key = JSON.stringify(values);
    counts.set(key, { values, votes: (counts.get(key)?.votes ?? 0) + 1 });
  }
  const differ = counts.size > 1;
  const [first] = [...counts.values()].sort((one, other) => other.votes - one.votes);
  if (first !== undefined && first.values.length > 0) return { kind: "found", values: first.values, differ };
  return { kind: "none", exists: answering.some(({ kind }) => kind !== "nxdomain"), differ };
}

function valuesOf({ records }: ServerAnswer, name: string, type: EmailType): string[] {
  return records.flatMap((one) => (one.name === name && one.type === type ? [one.value] : [])).slice(0, maxValues);
}

function isOverload({ delegation, servers }: AuthoritativeAnswer): boolean {
  const reasons = [delegation.kind === "ok" ? undefined : delegation.reason, ...servers.map(({ reason }) => reason)];
  return reasons.includes("overload");
}

function createSlots(size: number) {
  const waiting: (() => void)[] = [];
  let free = size;
  return {
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
