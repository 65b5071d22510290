"use client";

import { useState } from "react";
import type { z } from "zod";
import { boundsOf } from "@/components/ui/bounds-of";
import { asSentence, FieldErrors, useForm } from "@/components/ui/use-form";
import { request } from "@/lib/api/client";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";
import { toSnake, toWirePath } from "@/lib/kernel/wire";

/** Messages by the field's own name, such as `url` or `ttl`, in place of the schema's. */
export type FieldMessages<Draft> = Readonly<Record<string, string | ((draft: Draft) => string | null)>>;

/**
 * A form for one endpoint. Limits, and validation before it is sent, come from the endpoint's own schema. `draft` is what
 * is typed and starts as `initial`; give its fields the names that they have in the input.
 */
export function useEndpointForm<I extends z.ZodType, O extends z.ZodType, Draft extends object>(
  endpoint: Endpoint<I, O>,
  {
    initial,
    toInput,
    messages = {},
    problems,
    onSuccess,
  }: {
    initial: Draft;
    toInput: (draft: Draft) => z.input<I>;
    messages?: FieldMessages<Draft>;
    /** What the schema cannot know, as messages by wire name; shown together with what it says. */
    problems?: (draft: Draft) => Readonly<Record<string, string>>;
    /** `reset` sets the draft, for example to the saved values. */
    onSuccess?: (answer: z.output<O>, reset: (draft: Draft) => void) => unknown;
  },
) {
  const [draft, setDraft] = useState(initial);
  // Not in the query cache: it may hold a secret that is shown once.
  const [answer, setAnswer] = useState<z.output<O> | null>(null);
  const form = useForm(async () => {
    const input = toInput(draft);
    const found = problemsIn(endpoint.input, input, (name) => {
      const message = messages[name];
      return typeof message === "function" ? message(draft) : message;
    });
    assertNone({ ...found, ...problems?.(draft) });
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
    /** Props of a TextInput or TextArea. */
    text: (name: TextName<Draft>) => ({
      name: toSnake(name),
      value: String(draft[name]),
      maxLength: boundsOf(endpoint.input, name).max,
      onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value } as Partial<Draft>),
    }),
    /** Props of a Select, a SegmentedControl and the like. */
    choice: <Name extends keyof Draft & string>(name: Name) => ({
      name: toSnake(name),
      value: draft[name],
      onValueChange: (value: Draft[Name]) => set({ [name]: value } as unknown as Partial<Draft>),
    }),
  };
}

type TextName<Draft> = { [Name in keyof Draft & string]: Draft[Name] extends string ? Name : never }[keyof Draft &
  string];

/** @throws FieldErrors with a message for each invalid field */
export function assertFits(
  schema: z.ZodType,
  input: unknown,
  messageOf: (name: string) => string | null | undefined = () => undefined,
): void {
  assertNone(problemsIn(schema, input, messageOf));
}

function assertNone(messages: Readonly<Record<string, string>>): void {
  if (Object.keys(messages).length > 0) throw new FieldErrors(messages);
}

function problemsIn(
  schema: z.ZodType,
  input: unknown,
  messageOf: (name: string) => string | null | undefined,
): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const issue of schema.safeParse(input).error?.issues ?? []) {
    const name = issue.path.findLast((part) => typeof part === "string") ?? "";
    messages[toWirePath(issue.path)] ??= messageOf(String(name)) ?? textOf(issue);
  }
  return messages;
}

/** Replaces zod's default messages, which are written for programmers. Messages of the schema stay. */
function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_big" && issue.origin === "string") return `At most ${issue.maximum} characters.`;
  const isZods = /^(Too small|Too big|Invalid)/.test(issue.message);
  if (isZods && issue.code === "too_small") return issue.origin === "array" ? "Choose at least one." : "Enter a value.";
  return isZods ? "This is not valid." : asSentence(issue.message, null);
}

/** Ignores spaces around texts. */
function asComparable(draft: object): string {
  return JSON.stringify(draft, (_, value) => (typeof value === "string" ? value.trim() : value));
}
