"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readHostname } from "@/components/connection-facts/read-hostname";
import { DomainAnalysis } from "@/components/connections/add/domain-analysis";
import { ApplicationField, useApplicationChoice } from "@/components/connections/application-choice";
import { connectionQuery, domainCheckQuery } from "@/components/queries/queries";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { useRouter } from "@/components/ui/pending-navigation";
import { UrlInput } from "@/components/ui/text-input";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { FieldErrors } from "@/components/ui/use-form";
import { createConnectionCall } from "@/lib/api/calls/create-connection";
import { ApiError } from "@/lib/api/client";

const typingMs = 350;

/**
 * Connects one hostname. It is analysed while it is typed; the analysis informs, and never blocks. `example`: a free
 * hostname in the sandbox; null outside of it.
 */
export function AddOne({ start, example }: { start: string; example: string | null }) {
  const router = useRouter();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const [contested, setContested] = useState<string | null>(null);
  const choice = useApplicationChoice(chosen);
  const { applicationId } = choice;
  const form = useEndpointForm(createConnectionCall, {
    initial: { hostname: start },
    toInput: ({ hostname: typed }) => {
      const result = readHostname(typed);
      if (typed.trim() === "") throw new FieldErrors({ hostname: "Enter a domain, such as shop.example.com." });
      if (!result.ok) throw new FieldErrors({ hostname: result.message });
      if (applicationId === null) throw new FieldErrors({ hostname: "Create an application first." });
      return {
        applicationId,
        hostname: result.hostname,
        ...(contested === result.hostname ? { contest: true } : {}),
      };
    },
    onSuccess: (created) => {
      client.setQueryData(connectionQuery(created.id).queryKey, created);
      router.push(`/connections/${created.id}`);
    },
  });
  // It stays busy until the connection's page is there.
  const busy = form.busy || form.answer !== null;
  const reading = readHostname(form.draft.hostname);
  const readAs = reading.ok && form.draft.hostname !== reading.hostname ? reading.hostname : null;
  const settled = useDebouncedValue(reading.ok ? reading.hostname : null, typingMs);
  const asked = reading.ok && reading.hostname === settled ? settled : null;
  const check = useQuery({
    ...domainCheckQuery(settled ?? "", applicationId),
    enabled: asked !== null && !choice.isPending,
  });
  const held =
    asked !== null && (check.data?.connectable.contest || isContestable(form.error) || contested === asked)
      ? asked
      : null;
  const refused = asked !== null && check.error instanceof ApiError && check.error.param === "hostname";
  const message = form.errorOf("hostname") ?? (refused ? check.error?.message : null);

  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[{ href: "/connections", label: "Domains" }]}
        title="Add a domain"
        description="The next page lists the DNS records to publish."
        actions={
          <ButtonLink href="/connections/import" variant="plain">
            Add many instead
          </ButtonLink>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <Form
          form={form}
          className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5 lg:sticky lg:top-6"
          actions={
            <Button type="submit" busy={busy} className="w-full">
              {busy ? "Connecting…" : "Connect"}
            </Button>
          }
        >
          <Field
            label="Hostname"
            error={
              message && (
                <>
                  {message} <WayOut error={form.error ?? check.error} />
                </>
              )
            }
            hint={
              readAs !== null ? (
                <>
                  Read as <span className="font-mono [overflow-wrap:anywhere]">{readAs}</span>
                </>
              ) : example ? (
                "Any name under .test works in the sandbox."
              ) : (
                "For example shop.example.com or bücher.example."
              )
            }
          >
            <UrlInput {...form.text("hostname")} autoFocus placeholder={example ?? "shop.example.com"} />
          </Field>
          <ApplicationField choice={choice} onChoose={setChosen} />
          {asked !== null && check.data?.coveredByCredential && (
            <WrittenThrough label={check.data.coveredByCredential.label} contested={contested === asked} />
          )}
          {held !== null && (
            <Checkbox
              name="contest"
              label="Move it here with a new proof"
              hint="Another account holds it. It moves here once your TXT record is the only one, on every nameserver; while it is in use there, after a grace time."
              checked={contested === held}
              onChange={(event) => setContested(event.target.checked ? held : null)}
            />
          )}
        </Form>
        <DomainAnalysis
          hostname={reading.ok ? reading.hostname : null}
          check={asked === null || refused ? null : check}
          waiting={reading.ok && !refused && (asked === null || check.isFetching)}
        />
      </div>
    </div>
  );
}

/** Said before anything is written. */
function WrittenThrough({ label, contested }: { label: string; contested: boolean }) {
  return (
    <p className="text-ink-soft text-sm" role="status">
      {contested
        ? "Another account has proven this domain, so its records are published by hand."
        : `The records will be written through “${label}”. Nobody has to type them.`}
    </p>
  );
}

/** Another account has proven this domain. */
function isContestable(error: unknown): boolean {
  return error instanceof ApiError && error.details.contest === "possible";
}

/** Where to go after a refusal: to our own connection of that hostname, or to a larger plan. */
function WayOut({ error }: { error: unknown }) {
  if (!(error instanceof ApiError)) return null;
  const id = error.details.connectionId;
  const way =
    typeof id === "string"
      ? { href: `/connections/${id}`, text: "Open it" }
      : error.code === "QuotaExceeded"
        ? { href: "/usage", text: "See usage and plan" }
        : null;
  return (
    way && (
      <Link href={way.href} className="font-medium underline underline-offset-4">
        {way.text}
      </Link>
    )
  );
}
