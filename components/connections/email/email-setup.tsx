"use client";

import { useQuery } from "@tanstack/react-query";
import { MailPlus } from "lucide-react";
import { useState } from "react";
import type { EmailDraft } from "@/components/connections/email/email-draft";
import { EmailForm } from "@/components/connections/email/email-form";
import { emailRecordsQuery } from "@/components/connections/email/email-query";
import { EmailReportView } from "@/components/connections/email/email-report";
import { connectionQuery } from "@/components/queries/queries";
import { QueryError } from "@/components/queries/query-error";
import { Button } from "@/components/ui/button";
import { useDocumentTitle } from "@/components/ui/document-title";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { CardSkeleton, PageSkeleton } from "@/components/ui/skeleton";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { ApiError } from "@/lib/api/client";
import type { ConnectionResource } from "@/lib/connections/schema";

const typingMs = 500;

/** Sets up email for the domain of a connection: which provider, what only its console knows, then record by record. */
export function EmailSetup({ id, sandbox }: { id: string; sandbox: boolean }) {
  const query = useQuery(connectionQuery(id));
  if (query.data) return <Loaded connection={query.data} sandbox={sandbox} />;
  return query.isError ? (
    <QueryError level={1} title="The domain could not be loaded" query={query} />
  ) : (
    <PageSkeleton label="Loading the email records" />
  );
}

function Loaded({ connection, sandbox }: { connection: ConnectionResource; sandbox: boolean }) {
  const { id, hostnameUnicode, registrableDomain, applicationId } = connection;
  useDocumentTitle("Email records", hostnameUnicode);
  const [draft, setDraft] = useState<EmailDraft>({ domain: registrableDomain, provider: null, parameters: {} });
  const settled = useDebouncedValue(draft, typingMs);
  const { provider } = draft;
  // Another provider is asked about at once, whatever is being typed.
  const asked = settled.provider === provider ? settled : draft;
  const check = useQuery({
    ...emailRecordsQuery({
      domain: asked.domain,
      provider: asked.provider ?? "google_workspace",
      parameters: asked.parameters,
      applicationId,
    }),
    enabled: asked.provider !== null && asked.domain.trim() !== "",
  });
  const report = check.data?.provider === provider ? check.data : null;
  const refused = check.error instanceof ApiError && check.error.param !== null ? check.error : null;
  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[
          { href: "/connections", label: "Domains" },
          { href: `/connections/${id}`, label: hostnameUnicode },
        ]}
        title="Email DNS"
        description={
          <>
            The records with which a provider receives and sends mail for{" "}
            <span className="font-mono [overflow-wrap:anywhere]">{registrableDomain}</span>. Nothing is changed before
            you say so.
          </>
        }
        actions={
          provider !== null && (
            <Button variant="plain" writes={false} busy={check.isFetching} onClick={() => check.refetch()}>
              {check.isFetching ? "Checking…" : "Check again"}
            </Button>
          )
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,4fr)_minmax(0,8fr)]">
        <EmailForm
          draft={draft}
          refused={refused && { param: refused.param ?? "", message: refused.message }}
          missing={
            report?.records.flatMap(({ parameter, status }) => (status === "needs_value" ? (parameter ?? []) : [])) ??
            []
          }
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <div className="grid min-w-0 gap-6" aria-busy={check.isFetching}>
          <p role="status" className="sr-only">
            {provider === null ? "" : check.isFetching ? "Checking the records…" : report ? announce(report) : ""}
          </p>
          {provider === null ? (
            <EmptyState icon={MailPlus} title="Choose who receives the mail">
              Then each record is compared with what the domain's nameservers publish now.
            </EmptyState>
          ) : report ? (
            <EmailReportView connection={connection} report={report} parameters={asked.parameters} sandbox={sandbox} />
          ) : check.error && refused === null ? (
            <ErrorState
              title="The records could not be checked"
              error={check.error}
              busy={check.isFetching}
              onRetry={() => check.refetch()}
            />
          ) : check.error ? (
            <p className="text-ink-soft">Correct the value on this page to see the records.</p>
          ) : (
            <>
              <CardSkeleton className="h-24" />
              <CardSkeleton className="h-96" />
            </>
          )}
        </div>
      </div>
    </div>
  );
}

function announce({ ready, records }: { ready: boolean; records: readonly { status: string }[] }): string {
  const present = records.filter(({ status }) => status === "present").length;
  return ready ? "Everything is set up." : `${present} of ${records.length} records are present.`;
}
