"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { ApiError } from "@/lib/api/client";

/** Messages by wire name, as `upstream` or `record_template.0.host`: thrown for an input that is not worth sending. */
export class FieldErrors extends Error {
  readonly messages: Readonly<Record<string, string>>;

  constructor(messages: Readonly<Record<string, string>>) {
    super(Object.values(messages).join(" "));
    this.name = "FieldErrors";
    this.messages = messages;
  }
}

type Problems = { fields: Readonly<Record<string, string>>; form: string | null };

const none: Problems = { fields: {}, form: null };

/**
 * Submits a form, one call at a time. What `submit` throws is shown at the field that it names, which gets the focus, or
 * as `problem` if the form has no field of that name: then `otherwise` does. A field's name is its wire name.
 */
export function useForm(submit: (values: Record<string, string>) => unknown, otherwise?: string) {
  const id = useId();
  const ref = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [problems, setProblems] = useState(none);

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    // React's events bubble out of a dialog that the form has opened.
    if (busy || event.target !== form) return;
    const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    setBusy(true);
    clear();
    try {
      await submit(values);
    } catch (thrown) {
      const next = problemsOf(thrown, form);
      setError(thrown);
      setProblems(next);
      const controls = controlsOf(form);
      const first = controls.find((control) => nameOf(control) in next.fields);
      (first ?? controls.find((control) => nameOf(control) === otherwise))?.focus();
    } finally {
      setBusy(false);
    }
  }

  /** Takes back what was said about one field, or about all of them. */
  function clear(names?: readonly string[]): void {
    setError(null);
    setProblems(({ fields }) => {
      const others = Object.entries(fields).filter(([param]) => names && !names.some((name) => isWithin(param, name)));
      return { fields: Object.fromEntries(others), form: null };
    });
  }

  return {
    busy,
    // Should the browser submit it before the page's script runs, a password does not land in the address.
    bind: { id, ref, onSubmit, noValidate: true, method: "post" } as const,
    /** What was thrown last; null: nothing, or it was answered by a change of the form. */
    error,
    errorAt: (name: string): string | null => problems.fields[name] ?? null,
    /** The message that belongs to no field. */
    problem: problems.form,
    clear,
  };
}

function problemsOf(thrown: unknown, form: HTMLFormElement): Problems {
  const names = controlsOf(form, "button").map(nameOf);
  const fields: Record<string, string> = {};
  const others: string[] = [];
  for (const [param, message] of messagesOf(thrown)) {
    const name = names.find((some) => some !== "" && isWithin(param, some));
    if (name === undefined) others.push(message);
    else fields[name] ??= message;
  }
  return { fields, form: others[0] ?? null };
}

function messagesOf(thrown: unknown): [param: string, message: string][] {
  if (thrown instanceof FieldErrors) return Object.entries(thrown.messages);
  if (!(thrown instanceof ApiError)) {
    // A TypeError and its like are faults of ours, in words for nobody else.
    const isMeant = thrown instanceof Error && thrown.name === "Error";
    return [["", isMeant ? thrown.message : "Something went wrong. Reload the page."]];
  }
  const { code, message, param, requestId } = thrown;
  return [[param ?? "", `${asSentence(message, param)}${code === "internal" && requestId ? ` (${requestId})` : ""}`]];
}

/** A schema's message begins with the field's wire name, which the field's label says already. */
export function asSentence(message: string, param: string | null): string {
  const rest = param !== null && message.startsWith(`${param}: `) ? message.slice(param.length + 2) : message;
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}${/[.!?…]$/.test(rest) ? "" : "."}`;
}

/** `scopes.0` is within `scopes`: of a list that one field edits. */
function isWithin(param: string, name: string): boolean {
  return param === name || param.startsWith(`${name}.`);
}

function controlsOf(form: HTMLFormElement, without = "fieldset, button"): HTMLElement[] {
  return [...form.elements].filter((one): one is HTMLElement => one instanceof HTMLElement && !one.matches(without));
}

/** A control without a name belongs to the field of the fieldset around it. */
function nameOf(control: HTMLElement): string {
  return control.getAttribute("name") ?? control.closest("fieldset")?.getAttribute("name") ?? "";
}
