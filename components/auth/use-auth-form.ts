"use client";

import { type FormEvent, useRef, useState } from "react";
import { ApiError } from "@/lib/api/client";

export type FormProblem = { message: string; param: string | null };

/**
 * A form that calls something and says beside its fields what was refused. `fields` are the names that it shows itself;
 * a problem of any other is the form's.
 */
export function useAuthForm(fields: readonly string[], submit: (values: Record<string, string>) => Promise<void>) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FormProblem | null>(null);

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (busy) return;
    const values = Object.fromEntries(
      [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]),
    );
    setBusy(true);
    setProblem(null);
    try {
      await submit(values);
    } catch (error) {
      const next = toProblem(error, fields);
      setProblem(next);
      const field = form.current?.elements.namedItem(next.param ?? fields[0] ?? "");
      if (field instanceof HTMLElement) field.focus();
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    // Should the browser ever submit it by itself, a password does not land in the address.
    bind: { ref: form, onSubmit, noValidate: true, method: "post" } as const,
    /** The problem of one field. */
    errorOf: (name: string) => (problem?.param === name ? problem.message : undefined),
    /** The problem that is no field's. */
    formError: problem !== null && problem.param === null ? problem.message : null,
  };
}

function toProblem(error: unknown, fields: readonly string[]): FormProblem {
  if (!(error instanceof ApiError)) return { message: "Something went wrong. Reload the page.", param: null };
  const param = error.param !== null && fields.includes(error.param) ? error.param : null;
  // What a schema says begins with the field's own name, which its label says already.
  const bare = param === null ? error.message : error.message.replace(new RegExp(`^${param}: `), "");
  const message = `${bare.charAt(0).toUpperCase()}${bare.slice(1)}${/[.!?…]$/.test(bare) ? "" : "."}`;
  return { message: error.code === "internal" && error.requestId ? `${message} (${error.requestId})` : message, param };
}
