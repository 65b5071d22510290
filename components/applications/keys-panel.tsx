"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, KeyRound } from "lucide-react";
import { CreateKey } from "@/components/applications/create-key";
import { applicationQuery, keysQuery } from "@/components/applications/queries";
import { keySample } from "@/components/applications/quick-start-samples";
import { QueryError } from "@/components/queries/query-error";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import type { Column } from "@/components/ui/data-table-classes";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { KeyResource } from "@/lib/accounts/applications/schema";
import { revokeKeyCall } from "@/lib/api/calls/revoke-key";
import { request } from "@/lib/api/client";

export function KeysPanel({ id }: { id: string }) {
  const { data: application } = useQuery(applicationQuery(id));
  const list = useInfiniteQuery(keysQuery(id));
  const keys = list.data?.pages.flatMap((page) => page.data);
  if (!application) return null;
  return (
    <section aria-labelledby="keys-title" className="grid gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid gap-1">
          <h2 id="keys-title" className="font-semibold text-lg">
            API keys
          </h2>
          <p className="max-w-2xl text-ink-soft">
            Your servers authenticate with an API key. A key works for every application of the{" "}
            {application.environment} environment, within its scopes. Never use one in a browser: create a widget token
            instead.
          </p>
        </div>
        <CreateKey application={application} />
      </div>
      {!keys && !list.isError && <DataTable label="API keys" columns={columns} loading={2} />}
      {!keys && list.isError && <QueryError title="The keys could not be loaded" query={list} />}
      {keys?.length === 0 && (
        <EmptyState
          icon={KeyRound}
          title="No API keys yet"
          sample={
            <CodeBlock
              label="how to use a key"
              samples={[
                {
                  language: "Shell",
                  code: `${keySample(application.environment)}\ncurl -H "Authorization: Bearer $LATCHKEY_KEY" …`,
                },
              ]}
            />
          }
        >
          Create one key per server or job, so that you can revoke one without stopping the others.
        </EmptyState>
      )}
      {keys && keys.length > 0 && (
        <>
          <DataTable
            label="API keys"
            columns={columns}
            rows={keys}
            rowId={(row) => row.id}
            rowName={(row) => row.name}
          />
          <LoadMore shown={keys.length} noun="keys" query={list} />
        </>
      )}
    </section>
  );
}

const columns: readonly Column<KeyResource>[] = [
  {
    key: "name",
    header: "Name",
    primary: true,
    cell: (row) => (
      <>
        <span className={row.revokedAt ? "text-ink-soft line-through" : ""}>{row.name}</span>
        <span className="block font-normal text-ink-soft text-sm">
          Created <RelativeTime date={row.createdAt} />
        </span>
      </>
    ),
  },
  {
    key: "key",
    header: "Key",
    width: "w-44",
    cell: (row) => (
      <code className="whitespace-nowrap font-mono text-[13px]">
        sk_{row.environment}_…{row.last4}
      </code>
    ),
  },
  {
    key: "scopes",
    header: "Scopes",
    cell: (row) => <span className="text-sm [overflow-wrap:anywhere]">{row.scopes.join(", ")}</span>,
  },
  {
    key: "used",
    header: "Last used",
    width: "w-32",
    cell: (row) =>
      row.lastUsedAt ? <RelativeTime date={row.lastUsedAt} /> : <span className="text-ink-soft">Never</span>,
  },
  {
    key: "state",
    header: "Revoke",
    headerHidden: true,
    width: "w-32",
    align: "end",
    cell: (row) => (row.revokedAt ? <Badge icon={Ban}>Revoked</Badge> : <RevokeKey apiKey={row} />),
  },
];

function RevokeKey({ apiKey }: { apiKey: KeyResource }) {
  const client = useQueryClient();
  const { id, applicationId, name, environment, last4 } = apiKey;
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      description={`Requests with sk_${environment}_…${last4} fail right away. You cannot restore a revoked key.`}
      trigger={
        <Button variant="plain" size="small" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      confirm="Revoke key"
      busyText="Revoking…"
      cancel="Cancel"
      onConfirm={async () => {
        await request(revokeKeyCall, { id: applicationId, keyId: id });
        await client.invalidateQueries({ queryKey: keysQuery(applicationId).queryKey });
        toast({ title: `${name} revoked` });
      }}
    />
  );
}
