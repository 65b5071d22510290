import { Section } from "@/components/ui/section";
import { desiredRecords, type RecordsSubject } from "@/lib/dns/records/desired-records";
import type { RecordTemplate } from "@/lib/dns/records/schema";

/** The edge that visitors reach. */
export type EdgeFacts = { hostname: string; addresses: readonly string[] };

const samples: readonly (RecordsSubject & { title: string })[] = [
  { title: "For a subdomain", hostname: "shop.example.com", kind: "subdomain" },
  { title: "For an apex", hostname: "example.com", kind: "apex" },
];

/** The records of two sample customers, by the same function that makes the real ones. */
export function TemplatePreview({ templates, edge }: { templates: readonly RecordTemplate[] | null; edge: EdgeFacts }) {
  return (
    <Section title="Preview" description="What customers publish, in addition to the TXT record that proves ownership.">
      <div className="grid items-start gap-6 px-4 py-4 sm:px-5 md:grid-cols-2 2xl:grid-cols-1">
        {samples.map((sample) => {
          const records = desiredRecords(sample, edge, templates);
          return (
            <div key={sample.kind} className="grid min-w-0 gap-2">
              <h3 className="text-sm">
                <span className="font-medium">{sample.title}</span>{" "}
                <span className="font-mono text-[13px] text-ink-soft">{sample.hostname}</span>
              </h3>
              {records.length === 0 && (
                <p className="text-ink-soft text-sm">This installation has no IP addresses for an apex yet.</p>
              )}
              <ul aria-label={`${sample.title}: ${sample.hostname}`} className="grid gap-2">
                {records.map((record, index) => (
                  <li
                    // biome-ignore lint/suspicious/noArrayIndexKey: two rows of a draft may say the same
                    key={index}
                    className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-lg bg-quiet-soft px-3 py-2 font-mono text-[13px] leading-5"
                  >
                    <span className="font-medium">{record.type}</span>
                    <span className="[overflow-wrap:anywhere]">{record.host || "…"}</span>
                    <span className="text-ink-soft">{record.ttl} s</span>
                    <span className="[overflow-wrap:anywhere]">{record.value || "…"}</span>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </Section>
  );
}
