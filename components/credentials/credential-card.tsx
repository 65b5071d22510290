"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, Clock, RotateCw, Trash2, TriangleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { expiryText } from "@/components/credentials/expiry-text";
import { FixLink } from "@/components/credentials/fix-link";
import { outcomeText } from "@/components/credentials/outcome-text";
import { credentialsQuery } from "@/components/credentials/queries";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { CredentialResource } from "@/lib/accounts/credentials/schema";
import { deleteCredentialCall } from "@/lib/api/calls/delete-credential";
import { testCredentialCall } from "@/lib/api/calls/test-credential";
import { request } from "@/lib/api/client";

/** One credential: what it reaches, whether it works, and what to do where it does not. */
export function CredentialCard({ credential }: { credential: CredentialResource }) {
  const client = useQueryClient();
  const titleId = useId();
  const { id, applicationId, label, providerName, fields, lastError, expiresAt } = credential;
  const refresh = () => client.invalidateQueries({ queryKey: credentialsQuery(applicationId).queryKey });
  const test = useMutation({
    mutationFn: () => request(testCredentialCall, { id: applicationId, credentialId: id }),
    onSettled: refresh,
  });
  const expiry = expiryText(expiresAt, new Date());
  return (
    <Card>
      <article aria-labelledby={titleId} className="grid gap-4">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <div className="grid min-w-0 gap-1">
            <h3 id={titleId} className="font-semibold [overflow-wrap:anywhere]">
              {label}
            </h3>
            <p className="text-ink-soft text-sm [overflow-wrap:anywhere]">
              {providerName}
              {Object.entries(fields).map(([name, value]) => (
                <span key={name}>
                  {" · "}
                  <code className="font-mono text-[13px]">{value}</code>
                </span>
              ))}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            {expiry && (
              <Badge tone={expiry.isOver ? "bad" : "waiting"} icon={Clock}>
                {expiry.text}
              </Badge>
            )}
            {lastError ? (
              <Badge tone="bad" icon={TriangleAlert}>
                Does not work
              </Badge>
            ) : (
              <Badge tone="good" icon={CircleCheck}>
                Works
              </Badge>
            )}
          </div>
        </div>
        <Zones credential={credential} />
        {lastError && (
          <Notice tone="bad" icon={CircleX}>
            <div className="grid gap-1">
              <p className="font-medium">{lastError.message}</p>
              {lastError.said && (
                <p className="text-sm">
                  {providerName} says: “{lastError.said}”
                </p>
              )}
              <p>{lastError.fix}</p>
              {lastError.url && <FixLink url={lastError.url} />}
            </div>
          </Notice>
        )}
        <div aria-live="polite" className="grid empty:hidden">
          {test.isSuccess && !test.isPending && (
            <Notice tone="good" icon={CircleCheck}>
              {outcomeText(test.data)}
            </Notice>
          )}
          {test.isError && !lastError && (
            <Notice tone="bad" icon={CircleX}>
              {test.error.message}
            </Notice>
          )}
        </div>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-soft text-sm">
            {credential.lastUsedAt ? (
              <>
                Last used <RelativeTime date={credential.lastUsedAt} />
              </>
            ) : (
              "Not used yet"
            )}
            {" · tried "}
            <RelativeTime date={credential.testedAt} />
            {expiresAt && !expiry && (
              <>
                {" · expires "}
                <RelativeTime date={expiresAt} />
              </>
            )}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              variant="plain"
              size="small"
              writes
              busy={test.isPending}
              aria-label={`Try ${label} again`}
              onClick={() => test.mutate()}
            >
              <RotateCw aria-hidden className="size-4" />
              {test.isPending ? "Trying it…" : "Try again"}
            </Button>
            <ConfirmDialog
              title={`Delete ${label}?`}
              description={`Latchkey deletes the token right away, and writes nothing at ${providerName} with it any more. Records that it wrote stay published, and domains that are live stay live. Revoke the token at ${providerName} too.`}
              trigger={
                <Button variant="danger" size="small" aria-label={`Delete ${label}`}>
                  <Trash2 aria-hidden className="size-4" />
                  Delete
                </Button>
              }
              confirm="Delete credential"
              busyText="Deleting…"
              onConfirm={async () => {
                await request(deleteCredentialCall, { id: applicationId, credentialId: id });
                await refresh();
                toast({ title: `${label} deleted` });
              }}
            />
          </div>
        </div>
      </article>
    </Card>
  );
}

const fewZones = 5;

function Zones({ credential }: { credential: CredentialResource }): ReactNode {
  const { zones, zoneCount, zonesComplete } = credential;
  const more = zonesComplete ? "" : " The provider does not list all of them.";
  if (zoneCount === 0) return <p>It reaches no domain yet.{more}</p>;
  if (zoneCount <= fewZones) {
    return (
      <p className="[overflow-wrap:anywhere]">
        Writes {zones.join(", ")}.{more}
      </p>
    );
  }
  const left = zoneCount - zones.length;
  return (
    <details>
      <summary className="cursor-pointer">
        Writes {zoneCount.toLocaleString("en-GB")} domains, such as {zones[0]}.{more}
      </summary>
      <p className="mt-2 text-ink-soft text-sm [overflow-wrap:anywhere]">
        {zones.join(", ")}
        {left > 0 && ` and ${left.toLocaleString("en-GB")} more`}
      </p>
    </details>
  );
}
