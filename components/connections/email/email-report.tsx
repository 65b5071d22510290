"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleHelp, CircleX, type LucideIcon, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { formRecord } from "@/components/connection-facts/form-record";
import { ApplyEmail } from "@/components/connections/email/apply-email";
import { SpfSection } from "@/components/connections/email/spf-section";
import { AboutFinding } from "@/components/diagnosis/about-finding";
import { severityStyles } from "@/components/diagnosis/finding-presentation";
import { PublishInSandbox } from "@/components/sandbox/publish-in-sandbox";
import { type ZoneRecord, zoneQuery } from "@/components/sandbox/zone-query";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice, type Tone } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import type { EmailFindingResource, EmailRecordResource, EmailReport } from "@/lib/connections/email/schema";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { EmailParameters, EmailPurpose } from "@/lib/dns/email/catalog";

const styles: Record<EmailRecordResource["status"], { label: string; tone: Tone; icon: LucideIcon }> = {
  present: { label: "Present", tone: "good", icon: CircleCheck },
  missing: { label: "To add", tone: "waiting", icon: CircleDashed },
  conflict: { label: "To replace", tone: "bad", icon: CircleX },
  needs_value: { label: "Needs a value", tone: "quiet", icon: CircleHelp },
  unknown: { label: "No answer", tone: "waiting", icon: WifiOff },
};

const purposes: Record<EmailPurpose, string> = {
  mx: "Receives the mail",
  spf: "Says who may send",
  dkim: "Verifies signatures",
  dmarc: "Policy and reports",
  verification: "Proves the domain to the provider",
  autodiscover: "Sets up mail programs",
};

/** What a provider needs, record by record, beside what is published: preview, instructions and check in one. */
export function EmailReportView({
  connection,
  report,
  parameters,
  sandbox,
}: {
  connection: ConnectionResource;
  report: EmailReport;
  parameters: EmailParameters;
  sandbox: boolean;
}) {
  const zone = useQuery({ ...zoneQuery, enabled: sandbox });
  return (
    <>
      {report.ready && (
        <Notice tone="good" icon={CircleCheck}>
          Everything is set up: mail for {report.domainUnicode} arrives, and what you send can be verified.
        </Notice>
      )}
      <ApplyEmail connection={connection} report={report} parameters={parameters} />
      <Findings findings={report.findings} />
      <Records report={report} zone={sandbox ? zone.data : undefined} publishable={sandbox} />
      <LeftOver report={report} />
      <SpfSection report={report} />
    </>
  );
}

function Records({
  report,
  zone,
  publishable,
}: {
  report: EmailReport;
  zone: ZoneRecord[] | undefined;
  publishable: boolean;
}) {
  return (
    <Section
      title="Records"
      description={
        <>
          in the DNS of <span className="font-mono text-ink">{report.registrableDomain}</span>
        </>
      }
    >
      <ul className="divide-y divide-line">
        {report.records.map((record) => (
          <li
            key={`${record.purpose} ${record.host} ${record.type} ${record.value} ${record.parameter}`}
            className="grid gap-x-4 gap-y-2 px-4 py-3 sm:px-5 lg:grid-cols-[10rem_minmax(0,1fr)_auto]"
          >
            <RecordRow record={record} report={report}>
              {publishable && isPublishable(record) && (
                <PublishInSandbox
                  record={{ ...record, host: record.host ?? "", value: textOf(record) ?? "" }}
                  zone={zone}
                />
              )}
            </RecordRow>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** An SPF record that replaces another one is two steps, which nobody does with one click. */
function isPublishable({ purpose, status, found, value, host }: EmailRecordResource): boolean {
  return host !== null && value !== null && status === "missing" && (purpose !== "spf" || found.length === 0);
}

/** As one text, with the priority of an MX. */
function textOf({ value, priority }: EmailRecordResource): string | null {
  return value === null || priority === null ? value : `${priority} ${value}`;
}

function RecordRow({
  record,
  report,
  children,
}: {
  record: EmailRecordResource;
  report: EmailReport;
  children: ReactNode;
}) {
  const { purpose, host, type, value, priority, status, optional, found } = record;
  const { label, tone, icon } = styles[status];
  const name = purpose.toUpperCase();
  const relative =
    host === null ? null : formRecord({ host, type, value: value ?? "" }, report.registrableDomain, null).host;
  return (
    <>
      <div className="grid content-start justify-items-start gap-1">
        <span className="font-medium font-mono">{type}</span>
        <span className="text-ink-soft text-sm">{purposes[purpose]}</span>
        <Badge tone={optional && status === "needs_value" ? "quiet" : tone} icon={icon}>
          {optional && status === "needs_value" ? "If asked for" : label}
        </Badge>
      </div>
      <div className="grid min-w-0 content-start gap-1 text-sm">
        <dl className="grid min-w-0 gap-1 empty:hidden">
          {relative !== null && (
            <Part label="Host" text={relative} full={host} copy={`the host of the ${name} record`} />
          )}
          {priority !== null && <Part label="Priority" text={String(priority)} />}
          {value !== null && <Part label="Value" text={value} copy={`the value of the ${name} record`} />}
          {found.length > 0 && (status !== "present" || !found.includes(textOf(record) ?? "")) && (
            <Part label={status === "unknown" ? "Because" : "Found"} text={found.join("\n")} />
          )}
        </dl>
        {value === null && status === "needs_value" && (
          <p className="text-ink-soft">Enter its value in the form: only the provider's console shows it.</p>
        )}
      </div>
      <div className="lg:justify-self-end">{children}</div>
    </>
  );
}

function Part({ label, text, copy, full }: { label: string; text: string; copy?: string; full?: string | null }) {
  return (
    <div className="grid grid-cols-[4rem_minmax(0,1fr)_auto] items-center gap-x-2">
      <dt className="text-ink-soft">{label}</dt>
      <dd className="min-w-0 whitespace-pre-line py-1 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
        {text}
        {full && full !== text && <span className="block text-ink-soft">in full: {full}</span>}
      </dd>
      <dd>{copy !== undefined && <CopyButton text={text} label={copy} />}</dd>
    </div>
  );
}

function LeftOver({ report: { leftOver, registrableDomain } }: { report: EmailReport }) {
  if (leftOver.length === 0) return null;
  return (
    <Section
      title="Records to delete"
      description="Mail would still go there. Delete them once the mailboxes have moved."
    >
      <ul className="divide-y divide-line">
        {leftOver.map(({ host, type, value }) => (
          <li key={value} className="px-4 py-3 font-mono text-[13px] leading-5 [overflow-wrap:anywhere] sm:px-5">
            {type} {formRecord({ host, type, value }, registrableDomain, null).host} → {value}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Findings({ findings }: { findings: readonly EmailFindingResource[] }) {
  if (findings.length === 0) return null;
  return (
    <Section title="What is wrong">
      <ul className="divide-y divide-line">
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.explanation}`} className="grid gap-2 px-4 py-4 sm:px-5">
            <Finding finding={finding} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Finding({
  finding: { severity, title, explanation, fix, evidence, docUrl },
}: {
  finding: EmailFindingResource;
}) {
  const { label, tone, icon } = severityStyles[severity];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">{title}</h3>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </div>
      <p className="max-w-3xl text-ink-soft [overflow-wrap:anywhere]">{explanation}</p>
      <p className="max-w-3xl border-accent border-l-2 pl-3 [overflow-wrap:anywhere]">{fix}</p>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-1 text-sm">
        {evidence.length > 0 && (
          <details className="min-w-0">
            <summary className="control-small inline-flex items-center rounded-md text-ink-soft hover:text-ink">
              Evidence
            </summary>
            <ul className="grid gap-1 pt-1 pl-5">
              {[...new Set(evidence)].map((fact) => (
                <li
                  key={fact}
                  className="list-disc whitespace-pre-wrap font-mono text-[13px] leading-5 [overflow-wrap:anywhere]"
                >
                  {fact}
                </li>
              ))}
            </ul>
          </details>
        )}
        <AboutFinding title={title} docUrl={docUrl} />
      </div>
    </>
  );
}
