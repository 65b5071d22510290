import { normaliseName } from "@/lib/dns/domain-name";
import type { LookUpFailure } from "@/lib/dns/look-up-failure";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";

/** A resolver that sends no query twice, stores every answer, and stops at a deadline and at a number of queries. */
export type EvidenceResolver = DnsResolver & { asked(): number; answers(): AuthoritativeAnswer[] };

export type EvidenceResolverOptions = {
  /** On the clock of performance.now(): from then on everything reads as unreachable. */
  deadlineMs: number;
  /** A silent server must leave time for the queries that depend on other answers. */
  maxQuestionMs: number;
  maxQuestions: number;
  maxInFlight: number;
};

/** Never rejects, and never exceeds its deadline, whatever the underlying resolver does. */
export function createEvidenceResolver(resolver: DnsResolver, options: EvidenceResolverOptions): EvidenceResolver {
  const known = new Map<string, Promise<AuthoritativeAnswer>>();
  const settled: AuthoritativeAnswer[] = [];
  const waiting: (() => void)[] = [];
  let inFlight = 0;

  async function ask(name: string, type: string): Promise<AuthoritativeAnswer> {
    if (inFlight >= options.maxInFlight) await new Promise<void>((admit) => waiting.push(admit));
    else inFlight += 1;
    try {
      const leftMs = Math.min(options.maxQuestionMs, Math.ceil(options.deadlineMs - performance.now()));
      if (leftMs <= 0) return unreachable(name, type, "out_of_time");
      // The resolver ends slightly earlier, with the answers of the servers that are not silent.
      const budgetMs = Math.max(1, leftMs - graceMs);
      const answer = await inTime(resolver.ask(name, type, { budgetMs }), leftMs, name, type);
      settled.push(answer);
      return answer;
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inFlight -= 1;
    }
  }

  return {
    ask(rawName, type) {
      const name = normaliseName(rawName);
      const key = `${type} ${name}`;
      const earlier = known.get(key);
      if (earlier) return earlier;
      if (known.size >= options.maxQuestions) return Promise.resolve(unreachable(name, type, "too_many_questions"));
      const asking = ask(name, type);
      known.set(key, asking);
      return asking;
    },
    asked: () => known.size,
    answers: () => [...settled],
  };
}

/** How late timers of a busy process can be. */
const graceMs = 400;

async function inTime(
  answering: Promise<AuthoritativeAnswer>,
  leftMs: number,
  name: string,
  type: string,
): Promise<AuthoritativeAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AuthoritativeAnswer>((resolve) => {
    timer = setTimeout(() => resolve(unreachable(name, type, "out_of_time")), leftMs);
  });
  try {
    return await Promise.race([answering.catch(() => unreachable(name, type, "failed")), late]);
  } finally {
    clearTimeout(timer);
  }
}

function unreachable(name: string, type: string, reason: LookUpFailure): AuthoritativeAnswer {
  return { name, type, zone: null, delegation: { kind: "unreachable", reason }, servers: [] };
}
