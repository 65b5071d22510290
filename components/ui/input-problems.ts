import type { z } from "zod";
import { asSentence } from "@/components/ui/use-form";
import type { Call } from "@/lib/api/calls/call";
import { endpointOf } from "@/lib/api/endpoints/registry";
import { toWirePath } from "@/lib/kernel/wire";

/**
 * What is wrong with an endpoint's input, by wire name. Loads zod and every endpoint: only ever imported while a form is
 * filled in.
 */
export function inputProblems(
  call: Call,
  input: unknown,
  messageOf: (name: string) => string | null | undefined,
): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const issue of endpointOf(call).input.safeParse(input).error?.issues ?? []) {
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
