"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { originProblem } from "@/components/applications/origin-text";
import { applicationQuery } from "@/components/applications/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { IconButton } from "@/components/ui/icon-button";
import { useReadOnly } from "@/components/ui/read-only";
import { Section } from "@/components/ui/section";
import { UrlInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { FieldErrors, useForm } from "@/components/ui/use-form";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { updateApplicationCall } from "@/lib/api/calls/update-application";
import { request } from "@/lib/api/client";

const maxOrigins = updateApplicationCall.max?.allowedOrigins ?? Number.POSITIVE_INFINITY;
const exampleOrigin = "https://app.example.net";

/** Each change is saved right away. */
export function AllowedOrigins({ application }: { application: ApplicationResource }) {
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [removing, setRemoving] = useState(false);
  const { allowedOrigins } = application;

  async function save(origins: string[]): Promise<void> {
    const saved = await request(updateApplicationCall, { id: application.id, allowedOrigins: origins });
    client.setQueryData(applicationQuery(saved.id).queryKey, saved);
    input.current?.focus();
  }

  const form = useForm(async () => {
    const problem = originProblem(typed, exampleOrigin);
    if (problem !== null) throw new FieldErrors({ allowed_origins: problem });
    const { origin } = new URL(typed.trim());
    if (allowedOrigins.includes(origin))
      throw new FieldErrors({ allowed_origins: "This origin is already in the list." });
    if (allowedOrigins.length >= maxOrigins) {
      throw new FieldErrors({ allowed_origins: `You can have ${maxOrigins} origins. Remove one first.` });
    }
    await save([...allowedOrigins, origin]);
    setTyped("");
  });

  async function remove(origin: string): Promise<void> {
    if (form.busy || removing) return;
    setRemoving(true);
    try {
      await save(allowedOrigins.filter((one) => one !== origin));
      toast({ title: `${origin} removed`, tone: "quiet" });
    } catch (error) {
      toast({ tone: "bad", title: `${origin} was not removed`, text: error instanceof Error ? error.message : "" });
    } finally {
      setRemoving(false);
    }
  }

  const readOnly = useReadOnly();
  return (
    <Section
      title="Allowed origins"
      description="Pages on these origins can use a widget token in the browser. Servers that use an API key need no entry."
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
      <Form form={form} className="grid gap-2 px-4 py-4 sm:px-5">
        <Field
          label="Add an origin"
          hint={`Scheme, host and port, as in the browser's address bar: ${exampleOrigin}. Saved right away.`}
          error={form.errorAt("allowed_origins")}
        >
          <div className="flex gap-2">
            <UrlInput
              ref={input}
              name="allowed_origins"
              maxLength={updateApplicationCall.max?.["allowedOrigins.0"]}
              placeholder={exampleOrigin}
              value={typed}
              className="max-w-md flex-1"
              onChange={(event) => {
                setTyped(event.target.value);
                form.clear();
              }}
            />
            <Button type="submit" variant="plain" busy={form.busy}>
              <Plus aria-hidden className="size-4" />
              {form.busy ? "Saving…" : "Add"}
            </Button>
          </div>
        </Field>
      </Form>
    </Section>
  );
}
