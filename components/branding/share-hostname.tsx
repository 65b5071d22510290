"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { brandingQuery, liveDomainsQuery } from "@/components/branding/queries";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import { clearShareHostnameCall } from "@/lib/api/calls/clear-share-hostname";
import { setShareHostnameCall } from "@/lib/api/calls/set-share-hostname";
import { request } from "@/lib/api/client";

type ShareHostnameProps = { branding: BrandingResource; mayChange: boolean };

export function ShareHostname({ branding: { hostname }, mayChange }: ShareHostnameProps) {
  const client = useQueryClient();
  const store = (saved: BrandingResource) => client.setQueryData(brandingQuery.queryKey, saved);
  if (hostname === null) return <Choice mayChange={mayChange} onSaved={store} />;
  return (
    <div className="grid justify-items-start gap-3">
      <p className="[overflow-wrap:anywhere]">
        <Link
          href={`/connections/${hostname.connectionId}`}
          className="font-medium text-accent underline underline-offset-4"
        >
          {hostname.hostname}
        </Link>{" "}
        serves your share pages, and nothing else.
      </p>
      <p className="text-ink-soft">
        {hostname.isLive
          ? "New links use it."
          : "It is not live right now, so new links use the platform's own address until it is."}
      </p>
      <ConfirmDialog
        title={`Stop using ${hostname.hostname}?`}
        description="Links that were sent with it stop working there. The domain goes back to the site of its application."
        trigger={
          <Button variant="plain" writes disabled={!mayChange}>
            Stop using it
          </Button>
        }
        confirm="Stop using it"
        busyText="Saving…"
        cancel="Cancel"
        onConfirm={async () => {
          store(await request(clearShareHostnameCall, {}));
          toast({ title: "Links use the platform's own address" });
        }}
      />
    </div>
  );
}

function Choice({ mayChange, onSaved }: { mayChange: boolean; onSaved: (saved: BrandingResource) => void }) {
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const domains = useQuery(liveDomainsQuery(useDebouncedValue(typed, 200)));
  const options = (domains.data ?? []).map(({ id, hostnameUnicode }) => ({ value: id, label: hostnameUnicode }));
  const save = useMutation({
    mutationFn: (id: string) => request(setShareHostnameCall, { id }),
    onSuccess: (saved) => {
      onSaved(saved);
      toast({ title: `Share pages are at ${saved.hostname?.hostname ?? "your hostname"}` });
    },
  });
  return (
    <div className="grid gap-3">
      <p className="text-ink-soft">
        <Link href="/connections/new" className="font-medium text-accent underline underline-offset-4">
          Add the domain
        </Link>{" "}
        as you add any other. Once it is live, choose it here: it then serves your share pages, and not the site of its
        application.
      </p>
      <Field label="Live domain" error={save.error?.message}>
        <Combobox
          options={options}
          value={chosen?.value ?? null}
          {...(chosen ? { selected: chosen } : {})}
          onValueChange={(value) => setChosen(options.find((option) => option.value === value) ?? null)}
          onSearch={setTyped}
          busy={domains.isFetching}
          disabled={!mayChange}
          placeholder="Search your live domains…"
          emptyText="No live domain is called so."
        />
      </Field>
      <Button
        className="justify-self-start"
        busy={save.isPending}
        disabled={!mayChange || chosen === null}
        onClick={() => chosen && save.mutate(chosen.value)}
      >
        Use it for share pages
      </Button>
    </div>
  );
}
