"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { connectionQuery, firstApplicationQuery } from "@/components/queries";
import { Button } from "@/components/ui/button";
import { ApiError, request } from "@/lib/api/client";
import { createConnectionEndpoint } from "@/lib/api/endpoints/connections";

export function AddConnection() {
  const router = useRouter();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const application = useQuery(firstApplicationQuery);
  const add = useMutation({
    mutationFn: async (hostname: string) => {
      const owner = await client.ensureQueryData(firstApplicationQuery);
      if (owner === null) throw new Error("There is no application yet. Create one with POST /v1/applications.");
      return request(createConnectionEndpoint, { applicationId: owner.id, hostname });
    },
    onSuccess: (created) => {
      client.setQueryData(connectionQuery(created.id).queryKey, created);
      router.push(`/connections/${created.id}`);
    },
    onError: () => input.current?.focus(),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const hostname = typed.trim();
    if (hostname === "") input.current?.focus();
    else if (!add.isPending) add.mutate(hostname);
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-2 rounded-xl border border-line bg-card p-4 sm:p-5">
      <label htmlFor="hostname" className="font-medium">
        Connect a hostname
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          ref={input}
          id="hostname"
          name="hostname"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            if (add.isError) add.reset();
          }}
          placeholder="shop.acme.test"
          autoCapitalize="none"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          inputMode="url"
          maxLength={1_000}
          aria-invalid={add.isError}
          aria-describedby="hostname-hint"
          className="min-h-11 min-w-0 flex-1 basis-60 rounded-lg border border-line-strong bg-card px-3 font-mono placeholder:text-ink-soft aria-invalid:border-bad sm:min-h-10"
        />
        <Button type="submit" busy={add.isPending || add.isSuccess} className="grow sm:grow-0">
          <Plus aria-hidden className="size-4" />
          {add.isPending ? "Connecting…" : "Connect"}
        </Button>
      </div>
      <div id="hostname-hint" aria-live="polite" className="min-h-6 text-sm">
        {add.isError ? (
          <p className="text-bad">
            {add.error.message} <ExistingLink error={add.error} />
          </p>
        ) : (
          <p className="text-ink-soft">
            {application.data ? `It will belong to ${application.data.name}. ` : ""}
            Any name under .test works in the sandbox.
          </p>
        )}
      </div>
    </form>
  );
}

/** The connection that is in the way, where it is our own. */
function ExistingLink({ error }: { error: Error }) {
  const id = error instanceof ApiError ? error.details.connectionId : undefined;
  if (typeof id !== "string") return null;
  return (
    <Link href={`/connections/${id}`} className="font-medium underline underline-offset-4">
      Open it
    </Link>
  );
}
