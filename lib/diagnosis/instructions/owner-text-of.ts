import type { FindingCode } from "@/lib/diagnosis/evidence/catalog";
import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { fill } from "@/lib/diagnosis/instructions/fill";
import {
  type InstructionTexts,
  type OwnerFindingCode,
  type OwnerText,
  oursCodes,
} from "@/lib/diagnosis/instructions/languages/instruction-texts";

/** A finding in the words for the owner of the DNS. null: it is nothing of theirs. Pure. */
export function ownerTextOf(
  { code, cause }: Pick<Finding, "code" | "cause">,
  { findings, holds, language }: InstructionTexts,
  domain: string,
): OwnerText | null {
  if (!isOwnerCode(code)) return null;
  const { title, text, todo } = cause === undefined ? findings[code] : holds[cause];
  const filled = (words: string) => fill(words, { domain }, language);
  return { title: filled(title), text: filled(text), ...(todo === undefined ? {} : { todo: filled(todo) }) };
}

/** Information asks nobody for anything. */
export function isForDnsOwner({ code, severity, who }: Pick<Finding, "code" | "severity" | "who">): boolean {
  return severity !== "info" && (who === "customer" || who === "dns_provider") && isOwnerCode(code);
}

function isOwnerCode(code: FindingCode): code is OwnerFindingCode {
  return !oursCodes.some((one) => one === code);
}
