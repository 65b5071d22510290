/** What checks of domains can result in, by kind: the labels of latchkey_checks_total. */
export type CheckOutcomes = {
  ownership: "match" | "missing" | "seen" | "unreachable" | "overload";
  records: "match" | "differ" | "unreachable" | "overload";
  handshake: "valid" | "invalid" | "refused" | "unreachable";
};

export type CheckKind = keyof CheckOutcomes;

export type CheckCount = { kind: CheckKind; outcome: string; count: number };

/** Counts what this process's checks resulted in. */
export type CheckTally = {
  /** @param subject the connection: many checks of one domain that is dead say nothing about the others */
  count<K extends CheckKind>(kind: K, outcome: CheckOutcomes[K], subject: string): void;
  /** Since this process started. */
  totals(): CheckCount[];
  /**
   * Whether nearly every domain that was asked about lately was silent: then it is the resolver or the network, and no
   * change of a record is noticed. It ends when every second domain answers again.
   */
  isBlind(): boolean;
};

/** The domains that were asked about last. */
const maxSubjects = 20;
/** Fewer silent domains may be a coincidence. */
const minSubjects = 5;
const blindShare = 0.9;
const recoveredShare = 0.5;

export function createCheckTally(): CheckTally {
  const counts = new Map<string, CheckCount>();
  /** Whether each of the last subjects was silent, the latest last. */
  const latest = new Map<string, boolean>();
  let blind = false;

  function noteSubject(subject: string, isSilent: boolean): void {
    latest.delete(subject);
    latest.set(subject, isSilent);
    const [oldest] = latest.keys();
    if (latest.size > maxSubjects && oldest !== undefined) latest.delete(oldest);
    const silent = [...latest.values()].filter(Boolean).length;
    const share = silent / latest.size;
    blind = blind ? share > recoveredShare : silent >= minSubjects && share >= blindShare;
  }

  return {
    count(kind, outcome, subject) {
      const key = `${kind} ${outcome}`;
      const counted = counts.get(key) ?? { kind, outcome, count: 0 };
      counted.count += 1;
      counts.set(key, counted);
      // An overload is our own, and a handshake asks our edge.
      if (kind !== "handshake" && outcome !== "overload") noteSubject(subject, outcome === "unreachable");
    },
    totals: () => [...counts.values()],
    isBlind: () => blind,
  };
}
