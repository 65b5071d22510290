"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink, Link2 } from "lucide-react";
import { useState } from "react";
import { shareLinksQuery } from "@/components/diagnosis/diagnosis-queries";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { createShareLinkCall } from "@/lib/api/calls/create-share-link";
import { revokeShareLinkCall } from "@/lib/api/calls/revoke-share-link";
import { request } from "@/lib/api/client";
import type { ShareLinkResource } from "@/lib/diagnosis/schema";

const lifetimes = [
  { value: "1", label: "in a day" },
  { value: "7", label: "in 7 days" },
  { value: "30", label: "in 30 days" },
];

export function isOpenLink({ revokedAt, expiresAt }: Pick<ShareLinkResource, "revokedAt" | "expiresAt">): boolean {
  return revokedAt === null && expiresAt.getTime() > Date.now();
}

/** The links to the public page of a domain: to copy, to revoke, and whether somebody has opened them. */
export function ShareLinks({ connectionId: id, editable }: { connectionId: string; editable: boolean }) {
  const client = useQueryClient();
  const [days, setDays] = useState("7");
  const links = useQuery(shareLinksQuery(id));
  const create = useMutation({
    mutationFn: () => request(createShareLinkCall, { id, expiresInDays: Number(days) }),
    onSuccess: () => {
      announce("Link created.");
      return client.invalidateQueries({ queryKey: shareLinksQuery(id).queryKey });
    },
  });
  const open = links.data?.filter(isOpenLink);
  return (
    <div className="grid gap-3">
      {editable && (
        <div className="flex flex-wrap items-end gap-2">
          <div className="w-40">
            <Field label="Expires">
              <Select options={lifetimes} value={days} onValueChange={setDays} />
            </Field>
          </div>
          <Button variant="plain" busy={create.isPending} onClick={() => create.mutate()}>
            <Link2 aria-hidden className="size-4" />
            Create link
          </Button>
        </div>
      )}
      {create.isError && (
        <p role="alert" className="text-bad">
          {create.error.message}
        </p>
      )}
      {links.isPending && <Skeleton className="h-10 w-full" />}
      {links.isError && !links.data && <p className="text-bad">{links.error.message}</p>}
      {open && open.length > 0 && (
        <ul aria-label="Active links" className="divide-y divide-line rounded-lg border border-line">
          {open.map((link) => (
            <OpenLink key={link.id} link={link} editable={editable} />
          ))}
        </ul>
      )}
      {open?.length === 0 && <p className="text-ink-soft text-sm">No active links.</p>}
    </div>
  );
}

function OpenLink({ link, editable }: { link: ShareLinkResource; editable: boolean }) {
  const client = useQueryClient();
  const { id, connectionId, createdAt, expiresAt, url, mailedTo } = link;
  const revoke = useMutation({
    mutationFn: () => request(revokeShareLinkCall, { id: connectionId, linkId: id }),
    onSuccess: () => {
      announce("The link no longer works.");
      return client.invalidateQueries({ queryKey: shareLinksQuery(connectionId).queryKey });
    },
  });
  return (
    <li className="grid gap-1 py-2 pr-2 pl-3 text-sm">
      {url !== null && (
        <div className="flex items-center gap-1">
          <code className="min-w-0 flex-1 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">{url}</code>
          <CopyButton text={url} label="the link" />
          <a
            href={url}
            target="_blank"
            rel="noreferrer"
            title="Open the page"
            className="control-small inline-flex items-center rounded-md px-2 text-ink-soft hover:bg-quiet-soft hover:text-ink"
          >
            <ExternalLink aria-hidden className="size-4" />
            <span className="sr-only">Open the page (in a new tab)</span>
          </a>
        </div>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="min-w-0 [overflow-wrap:anywhere]">
          {mailedTo === null ? "Created " : `Sent to ${mailedTo} `}
          <RelativeTime date={createdAt} />
          <span className="text-ink-soft">
            , expires <RelativeTime date={expiresAt} />
          </span>
          <Opened link={link} />
        </span>
        {editable && (
          <Button variant="quiet" size="small" busy={revoke.isPending} onClick={() => revoke.mutate()}>
            {revoke.isPending ? "Revoking…" : "Revoke"}
          </Button>
        )}
      </div>
      {revoke.isError && (
        <p role="alert" className="text-bad">
          {revoke.error.message}
        </p>
      )}
    </li>
  );
}

function Opened({ link: { firstOpenedAt, lastOpenedAt } }: { link: ShareLinkResource }) {
  if (firstOpenedAt === null || lastOpenedAt === null) {
    return <span className="block text-ink-soft">Not opened yet</span>;
  }
  return (
    <span className="block text-good">
      Opened <RelativeTime date={firstOpenedAt} />
      {lastOpenedAt > firstOpenedAt && (
        <>
          , last <RelativeTime date={lastOpenedAt} />
        </>
      )}
    </span>
  );
}
