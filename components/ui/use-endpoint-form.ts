"use client";

import { useState } from "react";
import type { z } from "zod";
import { boundsOf } from "@/components/ui/bounds-of";
import { asSentence, FieldErrors, useForm } from "@/components/ui/use-form";
import { request } from "@/lib/api/client";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { toSnake } from "@/lib/kernel/wire";

/** By a field's own name, as `url` or `ttl`: what to say where the schema refuses it, if that is better than its words. */
export type FieldMessages<Draft> = Readonly<Record<string, string | ((draft: Draft) => string | null)>>;

/**
 * A form for one endpoint: its limits, and what is refused without asking, come from the endpoint's own schema. `initial`
 * is what is saved already, or empty; what is typed is `draft`, by the input's names where it is a field of the input.
 */
export function useEndpointForm<I extends z.ZodType, O extends z.ZodType, Draft extends object>(
  endpoint: Endpoint<I, O>,
  {
    initial,
    toInput,
    messages = {},
    onSuccess,
  }: {
    initial: Draft;
    toInput: (draft: Draft) => z.input<I>;
    messages?: FieldMessages<Draft>;
    /** `reset` shows another draft, as one made of the answer. */
    onSuccess?: (answer: z.output<O>, reset: (draft: Draft) => void) => unknown;
  },
) {
  const [draft, setDraft] = useState(initial);
  // A secret among the answers lives in this component, and in no cache.
  const [answer, setAnswer] = useState<z.output<O> | null>(null);
  const form = useForm(async () => {
    const input = toInput(draft);
    assertFits(endpoint.input, input, (name) => {
      const message = messages[name];
      return typeof message === "function" ? message(draft) : message;
    });
    const answered = await request(endpoint, input);
    setAnswer(answered);
    await onSuccess?.(answered, setDraft);
  });

  function set(change: Partial<Draft>): void {
    setDraft((before) => ({ ...before, ...change }));
    form.clear(Object.keys(change).map(toSnake));
  }

  function reset(to = initial): void {
    setDraft(to);
    setAnswer(null);
    form.clear();
  }

  return {
    ...form,
    draft,
    set,
    answer,
    reset,
    dirty: asComparable(draft) !== asComparable(initial),
    errorOf: (name: keyof Draft & string) => form.errorAt(toSnake(name)),
    /** The properties of a TextInput or TextArea. */
    text: (name: TextName<Draft>) => ({
      name: toSnake(name),
      value: String(draft[name]),
      maxLength: boundsOf(endpoint.input, name).max,
      onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value } as Partial<Draft>),
    }),
    /** The properties of what gives one value of a few. */
    choice: <Name extends keyof Draft & string>(name: Name) => ({
      name: toSnake(name),
      value: draft[name],
      onValueChange: (value: Draft[Name]) => set({ [name]: value } as unknown as Partial<Draft>),
    }),
  };
}

type TextName<Draft> = { [Name in keyof Draft & string]: Draft[Name] extends string ? Name : never }[keyof Draft &
  string];

/** @throws FieldErrors: a message for each field that the schema refuses */
export function assertFits(
  schema: z.ZodType,
  input: unknown,
  messageOf: (name: string) => string | null | undefined = () => undefined,
): void {
  const result = schema.safeParse(input);
  if (result.success) return;
  const messages: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const name = issue.path.findLast((part) => typeof part === "string") ?? "";
    messages[issue.path.map(String).map(toSnake).join(".")] ??= messageOf(String(name)) ?? textOf(issue);
  }
  throw new FieldErrors(messages);
}

/** In place of zod's own words, which are for programmers. The schema's are kept. */
function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_big" && issue.origin === "string") return `At most ${issue.maximum} characters.`;
  const isZods = /^(Too small|Too big|Invalid)/.test(issue.message);
  if (isZods && issue.code === "too_small") return issue.origin === "array" ? "Choose at least one." : "Enter a value.";
  return isZods ? "This is not valid." : asSentence(issue.message, null);
}

/** Spaces around a text are no change. */
function asComparable(draft: object): string {
  return JSON.stringify(draft, (_, value) => (typeof value === "string" ? value.trim() : value));
}
