"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { DomainAnalysis } from "@/components/connections/add/domain-analysis";
import { ApplicationField, useApplicationChoice } from "@/components/connections/application-choice";
import { readHostname } from "@/components/connections/read-hostname";
import { connectionQuery, domainCheckQuery } from "@/components/queries/queries";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { TextInput } from "@/components/ui/text-input";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { ApiError, request } from "@/lib/api/client";
import { createConnectionEndpoint } from "@/lib/api/endpoints/connections";

const settleMs = 350;

/** Connects one hostname. What is typed is analysed on the way; the analysis informs, and never stands in the way. */
export function AddOne({ start, sandbox }: { start: string; sandbox: boolean }) {
  const router = useRouter();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(start);
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const choice = useApplicationChoice(chosen);
  const { applicationId } = choice;
  const reading = readHostname(typed);
  const settled = useDebouncedValue(reading.ok ? reading.hostname : null, settleMs);
  const asked = reading.ok && reading.hostname === settled ? settled : null;
  const check = useQuery({
    ...domainCheckQuery(settled ?? "", applicationId),
    enabled: asked !== null && !choice.isPending,
  });

  const add = useMutation({
    mutationFn: (hostname: string) => {
      if (applicationId === null) throw new Error("There is no application yet. Create one first.");
      return request(createConnectionEndpoint, { applicationId, hostname });
    },
    onSuccess: (created) => {
      client.setQueryData(connectionQuery(created.id).queryKey, created);
      router.push(`/connections/${created.id}`);
    },
    onError: () => input.current?.focus(),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!reading.ok) input.current?.focus();
    else if (!add.isPending && !add.isSuccess) add.mutate(reading.hostname);
  }

  const refused = asked !== null && check.error instanceof ApiError && check.error.param === "hostname";
  const problem = add.error ?? (refused ? check.error : null);
  const spelling =
    tried && !reading.ok
      ? typed.trim() === ""
        ? "Enter a hostname, such as shop.example.com."
        : reading.message
      : null;

  return (
    <div className="grid gap-6">
      <PageHeader
        breadcrumbs={[{ href: "/connections", label: "Connections" }]}
        title="Connect a hostname"
        description="The next page lists what has to be published in its DNS."
        actions={
          <ButtonLink href="/connections/import" variant="plain">
            Add many instead
          </ButtonLink>
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <form
          onSubmit={submit}
          noValidate
          className="grid gap-5 rounded-xl border border-line bg-card p-4 shadow-lift-1 sm:p-5 lg:sticky lg:top-6"
        >
          <Field
            label="Hostname"
            error={
              spelling ??
              (problem && (
                <>
                  {problem.message} <WayOut error={problem} />
                </>
              ))
            }
            hint={
              sandbox
                ? "Any name under .test works in the sandbox."
                : "As people write it: shop.example.com, bücher.example."
            }
          >
            <TextInput
              ref={input}
              mono
              autoFocus
              name="hostname"
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setTried(false);
                if (add.isError) add.reset();
              }}
              placeholder={sandbox ? "shop.acme.test" : "shop.example.com"}
              autoCapitalize="none"
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              inputMode="url"
              maxLength={1_000}
            />
          </Field>
          <ApplicationField choice={choice} onChoose={setChosen} />
          <Button type="submit" busy={add.isPending || add.isSuccess} className="w-full">
            {add.isPending || add.isSuccess ? "Connecting…" : "Connect"}
          </Button>
        </form>
        <DomainAnalysis
          hostname={reading.ok ? reading.hostname : null}
          check={asked === null || refused ? null : check}
          waiting={reading.ok && !refused && (asked === null || check.isFetching)}
        />
      </div>
    </div>
  );
}

/** Where to go from a refusal: to the connection that is in the way where it is our own, or to a larger plan. */
function WayOut({ error }: { error: Error }) {
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
