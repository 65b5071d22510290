import type { PlannedChange, PlannedConflict } from "@/lib/connections/writing/schema";

const reasons: Record<PlannedConflict["because"], string> = {
  beside_cname: "nothing else can exist beside a CNAME",
  cname_there: "a CNAME is in the place of another record",
  other_target: "a name has one CNAME",
  other_address: "visitors would be sent to either address",
  delegated: "the name is delegated to other nameservers",
  zone_apex: "a CNAME cannot exist at the top of a zone",
};

type DiffLine = { sign: "+" | "−" | " "; value: string; why?: string };
type DiffSet = { name: string; type: string; lines: DiffLine[] };

/** Record by record, what would be different at the DNS provider: values that go, that come, and that stay beside them. */
export function PlanDiff({
  changes,
  conflicts = [],
}: {
  changes: readonly PlannedChange[];
  conflicts?: readonly PlannedConflict[];
}) {
  const sets = diffSets(changes, conflicts);
  if (sets.length === 0) return <p className="text-ink-soft">Everything is published as it should be.</p>;
  return (
    <ul aria-label="Changes at the DNS provider" className="grid gap-3">
      {sets.map(({ name, type, lines }) => (
        <li key={`${type} ${name}`} className="min-w-0 rounded-lg border border-line">
          <p className="border-line border-b px-3 py-1.5 font-mono text-[13px] [overflow-wrap:anywhere]">
            {type} {name}
          </p>
          <ul className="grid gap-1 px-3 py-2 font-mono text-[13px]">
            {lines.map((line) => (
              <Line key={`${line.sign} ${line.value}`} {...line} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

const signs = {
  "+": { text: "Added", tone: "bg-good-soft text-good" },
  "−": { text: "Removed", tone: "bg-bad-soft text-bad" },
  " ": { text: "Stays", tone: "" },
} as const;

function Line({ sign, value, why }: DiffLine) {
  const { text, tone } = signs[sign];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-2">
      <span className={`rounded px-1.5 ${tone}`}>
        <span aria-hidden>{sign}</span>
        <span className="sr-only">{text}: </span>
      </span>
      <span className="text-ink [overflow-wrap:anywhere]">
        {value}
        {why !== undefined && <span className="font-sans text-ink-soft"> ({why})</span>}
      </span>
    </li>
  );
}

function diffSets(changes: readonly PlannedChange[], conflicts: readonly PlannedConflict[]): DiffSet[] {
  const sets = new Map<string, DiffSet>();
  const setOf = (name: string, type: string): DiffSet => {
    const key = `${type} ${name}`;
    const known = sets.get(key) ?? { name, type, lines: [] };
    sets.set(key, known);
    return known;
  };
  for (const { name, type, values, because, removable } of conflicts) {
    const why = removable ? reasons[because] : `${reasons[because]}; change it at the DNS provider`;
    const shown = values.length > 0 ? values : ["(its own records)"];
    setOf(name, type).lines.push(...shown.map((value): DiffLine => ({ sign: removable ? "−" : " ", value, why })));
  }
  for (const { name, type, before, added, removed } of changes) {
    const { lines } = setOf(name, type);
    const isKnown = (value: string) => lines.some((line) => line.value === value);
    const kept = (before?.values ?? []).filter((value) => !removed.includes(value) && !isKnown(value));
    lines.push(
      ...kept.map((value): DiffLine => ({ sign: " ", value })),
      ...removed.map((value): DiffLine => ({ sign: "−", value })),
      ...added.map((value): DiffLine => ({ sign: "+", value })),
    );
  }
  return [...sets.values()];
}
