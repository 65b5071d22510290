"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { originProblem } from "@/components/applications/origin-text";
import { applicationQuery } from "@/components/applications/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { useReadOnly } from "@/components/ui/read-only";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { request } from "@/lib/api/client";
import { updateApplicationEndpoint } from "@/lib/api/endpoints/applications";

const maxOrigins = 50;
const exampleOrigin = "https://app.example.net";

/** Each change is saved at once: a list of names is no form to forget half-filled. */
export function AllowedOrigins({ application }: { application: ApplicationResource }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const { allowedOrigins } = application;
  const save = useMutation({
    mutationFn: (origins: string[]) =>
      request(updateApplicationEndpoint, { id: application.id, allowedOrigins: origins }),
    onSuccess: (saved) => client.setQueryData(applicationQuery(saved.id).queryKey, saved),
  });

  function add(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    save.reset();
    const wrong = originProblem(typed, exampleOrigin);
    const origin = wrong ? "" : new URL(typed.trim()).origin;
    const problemNow =
      wrong ??
      (allowedOrigins.includes(origin) ? "It is in the list already." : null) ??
      (allowedOrigins.length >= maxOrigins ? `There can be ${maxOrigins}. Remove one first.` : null);
    setProblem(problemNow);
    if (problemNow) return input.current?.focus();
    save.mutate([...allowedOrigins, origin], {
      onSuccess: () => {
        setTyped("");
        input.current?.focus();
      },
    });
  }

  function remove(origin: string) {
    if (save.isPending) return;
    save.mutate(
      allowedOrigins.filter((one) => one !== origin),
      {
        onSuccess: () => {
          input.current?.focus();
          toast({ title: `${origin} may not use tokens any more`, tone: "quiet" });
        },
      },
    );
  }

  const readOnly = useReadOnly();
  const newParam = `allowed_origins.${allowedOrigins.length}`;
  return (
    <Section
      title="Allowed origins"
      description="Pages of these sites may use a widget token in the browser. Your servers, with a key, need no entry."
    >
      {allowedOrigins.length > 0 && (
        <ul className="divide-y divide-line border-line border-b">
          {allowedOrigins.map((origin) => (
            <li key={origin} className="flex items-center justify-between gap-3 py-1.5 pr-2 pl-4 sm:pl-5">
              <span className="min-w-0 font-mono text-[13px] [overflow-wrap:anywhere]">{origin}</span>
              <IconButton icon={Trash2} label={`Remove ${origin}`} disabled={readOnly} onClick={() => remove(origin)} />
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={add} noValidate className="grid gap-2 px-4 py-4 sm:px-5">
        <Field
          label="Add an origin"
          hint={`Scheme, host and port, exactly as in the browser's address bar: ${exampleOrigin}. Saved at once.`}
          error={problem ?? errorAt(save.error, newParam)}
        >
          <div className="flex gap-2">
            <TextInput
              ref={input}
              mono
              inputMode="url"
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              placeholder={exampleOrigin}
              value={typed}
              className="max-w-md flex-1"
              onChange={(event) => {
                setTyped(event.target.value);
                setProblem(null);
                if (save.isError) save.reset();
              }}
            />
            <Button type="submit" variant="plain" busy={save.isPending}>
              <Plus aria-hidden className="size-4" />
              {save.isPending ? "Saving…" : "Add"}
            </Button>
          </div>
        </Field>
        <p role="alert" className="text-bad empty:hidden">
          {errorElsewhere(save.error, [newParam])}
        </p>
      </form>
    </Section>
  );
}
