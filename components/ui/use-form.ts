"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { ApiError } from "@/lib/api/client";

/** Messages by wire name, such as `upstream` or `record_template.0.host`. Thrown for invalid input before it is sent. */
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
 * Submits a form, one call at a time. An error that `submit` throws is shown at each field that it names; the first one in
 * the form gets the focus. If the form has no such field, the error is `problem`, and the field `otherwise` gets the focus. A field's name
 * is its wire name.
 */
export function useForm(submit: (values: Record<string, string>) => unknown, otherwise?: string) {
  const id = useId();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [problems, setProblems] = useState(none);

  async function onSubmit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    // In React, the submit event of a dialog inside the form bubbles up to here.
    if (running.current || event.target !== form) return;
    running.current = true;
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
      running.current = false;
      setBusy(false);
    }
  }

  /** Clears the messages of some fields, or all messages. */
  function clear(names?: readonly string[]): void {
    setError(null);
    setProblems(({ fields }) => {
      const others = Object.entries(fields).filter(([param]) => names && !names.some((name) => isWithin(param, name)));
      return { fields: Object.fromEntries(others), form: null };
    });
  }

  return {
    busy,
    // If the browser submits it before the script runs, passwords do not end up in the URL.
    bind: { id, onSubmit, noValidate: true, method: "post" } as const,
    /** The last error; null: none, or the form has changed since. */
    error,
    errorAt: (name: string): string | null => problems.fields[name] ?? null,
    /** The message that belongs to no field of the form. */
    problem: problems.form,
    /** How many fields have a message. */
    problemCount: Object.keys(problems.fields).length,
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
    // A TypeError and the like are bugs, and their messages are not for visitors.
    const isMeant = thrown instanceof Error && thrown.name === "Error";
    return [["", isMeant ? thrown.message : "Something went wrong. Reload the page."]];
  }
  const { code, message, param, requestId } = thrown;
  const all = problemsIn(thrown.details);
  if (all.length > 0) return all.map((one) => [one.param, asSentence(one.message, one.param)]);
  return [[param ?? "", `${asSentence(message, param)}${code === "internal" && requestId ? ` (${requestId})` : ""}`]];
}

/** All wrong fields of a refusal that names several. */
function problemsIn({ problems }: ApiError["details"]): { param: string; message: string }[] {
  return Array.isArray(problems)
    ? problems.filter((one) => typeof one?.param === "string" && typeof one.message === "string")
    : [];
}

/** Removes the wire name at the start of an API message: the field's label says it already. */
export function asSentence(message: string, param: string | null): string {
  const rest = param !== null && message.startsWith(`${param}: `) ? message.slice(param.length + 2) : message;
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}${/[.!?…]$/.test(rest) ? "" : "."}`;
}

/** `scopes.0` is within `scopes`: one field edits the whole list. */
function isWithin(param: string, name: string): boolean {
  return param === name || param.startsWith(`${name}.`);
}

function controlsOf(form: HTMLFormElement, without = "fieldset, button"): HTMLElement[] {
  return [...form.elements].filter((one): one is HTMLElement => one instanceof HTMLElement && !one.matches(without));
}

/** The name of an unnamed control is that of the fieldset around it. */
function nameOf(control: HTMLElement): string {
  return control.getAttribute("name") ?? control.closest("fieldset")?.getAttribute("name") ?? "";
}
