"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Waypoints } from "lucide-react";
import { CredentialCard } from "@/components/credentials/credential-card";
import { credentialsQuery } from "@/components/credentials/queries";
import { QueryError } from "@/components/queries/query-error";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { CardSkeleton } from "@/components/ui/skeleton";

/** The credentials of an application for DNS providers. */
export function CredentialsPanel({ id }: { id: string }) {
  const list = useInfiniteQuery(credentialsQuery(id));
  const credentials = list.data?.pages.flatMap((page) => page.data);
  const add = (
    <ButtonLink href={`/applications/${id}/credentials/new`}>
      <Plus aria-hidden className="size-4" />
      Add credential
    </ButtonLink>
  );
  return (
    <section aria-labelledby="credentials-title" className="grid gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <h2 id="credentials-title" className="font-semibold text-lg">
            DNS credentials
          </h2>
          <p className="max-w-2xl text-ink-soft">
            With a credential for a DNS provider, Latchkey writes the records of new domains itself: nobody types one.
            Existing records that are not Latchkey's stay as they are.
          </p>
        </div>
        {credentials && credentials.length > 0 && add}
      </div>
      {!credentials && !list.isError && <CardSkeleton className="h-40" />}
      {!credentials && list.isError && <QueryError title="The credentials could not be loaded" query={list} />}
      {credentials?.length === 0 && (
        <EmptyState icon={Waypoints} title="No DNS credentials yet" action={add}>
          Without one, your customers publish their records by hand. Add one where you, or a customer who gives you
          access, hold the DNS of the domains.
        </EmptyState>
      )}
      {credentials && credentials.length > 0 && (
        <>
          <ul className="grid gap-4">
            {credentials.map((credential) => (
              <li key={credential.id}>
                <CredentialCard credential={credential} />
              </li>
            ))}
          </ul>
          <LoadMore shown={credentials.length} noun="credentials" query={list} />
        </>
      )}
    </section>
  );
}
