"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink, Link2, Mail } from "lucide-react";
import { useState } from "react";
import { instructionsText, mailtoLink, type PublishableRecord } from "@/components/connection-facts/instructions-text";
import { shareLinksQuery } from "@/components/diagnosis/diagnosis-queries";
import { useShellSession } from "@/components/session/shell-session";
import { announce } from "@/components/ui/announcer";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { request } from "@/lib/api/client";
import { createShareLinkEndpoint, revokeShareLinkEndpoint } from "@/lib/api/endpoints/diagnosis";
import type { ConnectionResource } from "@/lib/connections/schema";
import type { CreatedShareLinkResource, ShareLinkResource } from "@/lib/diagnosis/schema";

const lifetimes = [
  { value: "1", label: "in a day" },
  { value: "7", label: "in 7 days" },
  { value: "30", label: "in 30 days" },
];

type ShareLinksProps = {
  connection: Pick<ConnectionResource, "id" | "hostname" | "registrableDomain" | "provider">;
  rows: readonly PublishableRecord[];
};

/** Creates and revokes links to the public page of a connection. A link is shown once: only its hash is stored. */
export function ShareLinks({ connection, rows }: ShareLinksProps) {
  const { id } = connection;
  const client = useQueryClient();
  const [days, setDays] = useState("7");
  const links = useQuery(shareLinksQuery(id));
  const create = useMutation({
    mutationFn: () => request(createShareLinkEndpoint, { id, expiresInDays: Number(days) }),
    onSuccess: () => {
      announce("Link created.");
      return client.invalidateQueries({ queryKey: shareLinksQuery(id).queryKey });
    },
  });
  const open = links.data?.filter(({ revokedAt, expiresAt }) => revokedAt === null && expiresAt.getTime() > Date.now());
  const isMine = create.data && open?.some((link) => link.id === create.data.id);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-40">
          <Field label="Expires">
            <Select options={lifetimes} value={days} onValueChange={setDays} />
          </Field>
        </div>
        <Button busy={create.isPending} onClick={() => create.mutate()}>
          <Link2 aria-hidden className="size-4" />
          Create link
        </Button>
      </div>
      {create.isError && (
        <p role="alert" className="text-bad">
          {create.error.message}
        </p>
      )}
      {create.data && isMine && <FreshLink link={create.data} connection={connection} rows={rows} />}
      {links.isPending && <Skeleton className="h-10 w-full" />}
      {links.isError && !links.data && <p className="text-bad">{links.error.message}</p>}
      {open && open.length > 0 && (
        <ul aria-label="Active links" className="divide-y divide-line rounded-lg border border-line">
          {open.map((link) => (
            <OpenLink key={link.id} link={link} isFresh={link.id === create.data?.id} />
          ))}
        </ul>
      )}
      {open?.length === 0 && <p className="text-ink-soft text-sm">No active links.</p>}
    </div>
  );
}

function FreshLink({ link, connection, rows }: ShareLinksProps & { link: CreatedShareLinkResource }) {
  const { tenant } = useShellSession();
  const { hostname, registrableDomain: zone, provider } = connection;
  const mail = instructionsText({ hostname, zone, tenantName: tenant.name, provider, records: rows, link: link.url });
  return (
    <div className="grid gap-2 rounded-lg bg-good-soft px-3 py-2.5">
      <p className="text-sm">Copy the link now: it is shown only once.</p>
      <div className="flex items-center gap-1 rounded-md border border-line bg-card pl-3">
        <code className="min-w-0 flex-1 py-1.5 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
          {link.url}
        </code>
        <CopyButton text={link.url} label="the link" />
      </div>
      <div className="flex flex-wrap gap-x-5 text-sm">
        <a
          href={mailtoLink(mail)}
          className="control-small inline-flex items-center gap-1.5 font-medium text-accent underline-offset-4 hover:underline"
        >
          <Mail aria-hidden className="size-4" />
          Email it with the records
        </a>
        <a
          href={link.url}
          target="_blank"
          rel="noreferrer"
          className="control-small inline-flex items-center gap-1.5 font-medium text-accent underline-offset-4 hover:underline"
        >
          <ExternalLink aria-hidden className="size-4" />
          Open the page<span className="sr-only"> (in a new tab)</span>
        </a>
      </div>
    </div>
  );
}

function OpenLink({ link, isFresh }: { link: ShareLinkResource; isFresh: boolean }) {
  const client = useQueryClient();
  const { id, connectionId, createdAt, expiresAt } = link;
  const revoke = useMutation({
    mutationFn: () => request(revokeShareLinkEndpoint, { id: connectionId, linkId: id }),
    onSuccess: () => {
      announce("The link no longer works.");
      return client.invalidateQueries({ queryKey: shareLinksQuery(connectionId).queryKey });
    },
  });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-1.5 pr-2 pl-3 text-sm">
      <span>
        {isFresh ? "This link, created " : "Created "}
        <RelativeTime date={createdAt} />
        <span className="text-ink-soft">
          , expires <RelativeTime date={expiresAt} />
        </span>
      </span>
      <Button variant="quiet" size="small" busy={revoke.isPending} onClick={() => revoke.mutate()}>
        {revoke.isPending ? "Revoking…" : "Revoke"}
      </Button>
      {revoke.isError && (
        <p role="alert" className="basis-full text-bad">
          {revoke.error.message}
        </p>
      )}
    </li>
  );
}
