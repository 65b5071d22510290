import type { ReactNode } from "react";
import { MarkedText } from "@/components/connection-facts/marked-text";
import { CopyButton } from "@/components/ui/copy-button";
import type { Part } from "@/lib/dns/mark-difference";

export type FormFields = {
  type: string;
  /** Relative to the zone, `@` for its top. */
  host: string;
  fullHost: string;
  /** Which of the two names the provider's form takes, as far as that is known. */
  recommended: "host" | "fullHost";
  value: string;
  ttl: number | null;
};

/** A record as the fields of a DNS provider's form, each to copy. `name` is the record's in the labels: "TXT", "A 2". */
export function RecordFields({ name, fields }: { name: string; fields: FormFields }) {
  const { type, host, fullHost, recommended, value, ttl } = fields;
  const first = recommended === "host" ? host : fullHost;
  const second = recommended === "host" ? fullHost : host;
  const labels = { host: `the name of the ${name} record`, fullHost: `the full name of the ${name} record` };
  return (
    <dl className="grid grid-cols-2 gap-x-3 gap-y-2.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
      <FormField label="Type" copy={`the type of the ${name} record`} text={type} />
      <FormField
        label="Name"
        text={first}
        copy={labels[recommended]}
        className="max-sm:order-1 max-sm:col-span-2"
        below={
          second !== first && (
            <span className="flex items-center gap-1 pl-3 text-ink-soft text-sm">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {recommended === "host" ? "If your provider wants the full name: " : "If it adds the domain itself: "}
                <MarkedText parts={[{ text: second, differs: false }]} />
              </span>
              <CopyButton text={second} label={labels[recommended === "host" ? "fullHost" : "host"]} />
            </span>
          )
        }
      />
      {ttl !== null && <FormField label="TTL" text={`${ttl} s`} />}
      <FormField
        label="Value"
        text={value}
        copy={`the value of the ${name} record`}
        className={`max-sm:order-2 max-sm:col-span-2 ${ttl === null ? "sm:col-span-2" : ""}`}
      />
    </dl>
  );
}

function FormField({
  label,
  text,
  copy,
  below,
  className = "",
}: {
  label: string;
  text: string;
  /** Completes "Copy …"; without it there is no button. */
  copy?: string;
  below?: ReactNode;
  className?: string;
}) {
  const parts: Part[] = [{ text, differs: false }];
  return (
    <div className={`grid min-w-0 grid-rows-[auto_1fr] ${className}`}>
      <dt className="pb-0.5 text-ink-soft text-sm">{label}</dt>
      <dd className="grid min-w-0 content-start">
        <span className="control flex items-center justify-between gap-1 rounded-lg border border-line bg-paper pr-1 pl-3 sm:py-0.5">
          <MarkedText parts={parts} />
          {copy !== undefined && <CopyButton text={text} label={copy} />}
        </span>
        {below}
      </dd>
    </div>
  );
}
