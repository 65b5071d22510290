"use client";

import { useState } from "react";
import { FieldErrors, useForm } from "@/components/ui/use-form";
import type { Call, CallInput, CallOutput } from "@/lib/api/calls/call";
import { request } from "@/lib/api/client";
import type { EndpointId } from "@/lib/api/endpoints/registry";
import { toSnake } from "@/lib/kernel/wire";

/** The schemas of all endpoints, which no page needs before somebody types. */
const loadValidation = () => import("@/components/ui/input-problems");

/** Messages by the field's own name, such as `url` or `ttl`, in place of the schema's. */
export type FieldMessages<Draft> = Readonly<Record<string, string | ((draft: Draft) => string | null)>>;

/**
 * A form for one endpoint. Limits, and validation before it is sent, come from the endpoint's own schema, which is loaded
 * while the form is filled in. `draft` is what
 * is typed and starts as `initial`; give its fields the names that they have in the input.
 */
export function useEndpointForm<Id extends EndpointId, Draft extends object>(
  call: Call<Id>,
  {
    initial,
    toInput,
    messages = {},
    problems,
    onSuccess,
  }: {
    initial: Draft;
    toInput: (draft: Draft) => CallInput<Id>;
    messages?: FieldMessages<Draft>;
    /** What the schema cannot know, as messages by wire name; shown together with what it says. */
    problems?: (draft: Draft) => Readonly<Record<string, string>>;
    /** `reset` sets the draft, for example to the saved values. */
    onSuccess?: (answer: CallOutput<Id>, reset: (draft: Draft) => void) => unknown;
  },
) {
  const [draft, setDraft] = useState(initial);
  // Not in the query cache: it may hold a secret that is shown once.
  const [answer, setAnswer] = useState<CallOutput<Id> | null>(null);
  const form = useForm(async () => {
    const input = toInput(draft);
    const found = await problemsOf(call, input, (name) => {
      const message = messages[name];
      return typeof message === "function" ? message(draft) : message;
    });
    assertNone({ ...found, ...problems?.(draft) });
    const answered = await request(call, input);
    setAnswer(answered);
    await onSuccess?.(answered, setDraft);
  });

  function set(change: Partial<Draft>): void {
    // Ahead of the click that needs it. Where this fails, so does that, and says so.
    void loadValidation().catch(() => undefined);
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
      maxLength: call.max?.[name],
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
export async function assertFits(call: Call, input: unknown): Promise<void> {
  assertNone(await problemsOf(call, input, () => undefined));
}

function assertNone(messages: Readonly<Record<string, string>>): void {
  if (Object.keys(messages).length > 0) throw new FieldErrors(messages);
}

/** None where the schemas do not load: the server has them too. */
async function problemsOf(
  call: Call,
  input: unknown,
  messageOf: (name: string) => string | null | undefined,
): Promise<Record<string, string>> {
  const validation = await loadValidation().catch(() => null);
  return validation?.inputProblems(call, input, messageOf) ?? {};
}

/** Ignores spaces around texts. */
function asComparable(draft: object): string {
  return JSON.stringify(draft, (_, value) => (typeof value === "string" ? value.trim() : value));
}
