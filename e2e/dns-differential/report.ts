import { questions } from "@/e2e/dns-differential/compare-world";
import { type DisagreementClass, disagreementClasses } from "@/e2e/dns-differential/disagreements";
import type { Compared } from "@/e2e/dns-differential/run-worlds";
import { markdownTable } from "@/e2e/support/markdown-table";

export type Unexplained = { seed: number; kinds: string; question: string; ours: string; theirs: string };

export type Report = {
  zones: number;
  unexplained: Unexplained[];
  met: ReadonlyMap<DisagreementClass, number>;
  /** Markdown: the questions and the classes. */
  text: string;
};

/** Counts agreements, and disagreements by class. Pure. */
export function reportOf(compared: readonly Compared[]): Report {
  const met = new Map<DisagreementClass, number>();
  const unexplained: Unexplained[] = [];
  const rows = questions.map((question) => {
    let agreed = 0;
    let explained = 0;
    const before = unexplained.length;
    for (const { world, comparisons } of compared) {
      for (const comparison of comparisons.filter((one) => one.question === question)) {
        const found = findClass({ world, comparisons: [] }, comparison);
        if (comparison.ours === comparison.theirs) agreed += 1;
        else if (found !== undefined) {
          explained += 1;
          met.set(found, (met.get(found) ?? 0) + 1);
        } else unexplained.push({ seed: world.seed, kinds: world.kinds.join(", "), ...comparison });
      }
    }
    return [question, String(agreed), String(explained), String(unexplained.length - before)];
  });
  const zones = compared.reduce((sum, { world }) => sum + 1 + world.served.length, 0);
  const classes = disagreementClasses.map((one) => [one.name, String(met.get(one) ?? 0), one.reason]);
  const text = [
    markdownTable([["question", "agreed", "explained", "faults"], ...rows]),
    markdownTable([["class", "times", "why"], ...classes]),
    markdownTable([["kind of world", "worlds"], ...countKinds(compared)]),
  ].join("\n");
  return { zones, unexplained, met, text };
}

function findClass({ world }: Compared, comparison: Compared["comparisons"][number]): DisagreementClass | undefined {
  return disagreementClasses.find((one) => one.fits(world, comparison));
}

function countKinds(compared: readonly Compared[]): string[][] {
  const counts = new Map<string, number>();
  for (const { world } of compared) {
    for (const kind of new Set(world.kinds)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].sort(([one], [other]) => one.localeCompare(other)).map(([kind, count]) => [kind, String(count)]);
}
