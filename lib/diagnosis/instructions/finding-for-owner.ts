import type { Finding } from "@/lib/diagnosis/evidence/finding";
import type { Note } from "@/lib/diagnosis/instructions/instructions";
import { type InstructionTexts, waitingCodes } from "@/lib/diagnosis/instructions/languages/instruction-texts";
import { isForDnsOwner, ownerTextOf } from "@/lib/diagnosis/instructions/owner-text-of";

type DescribedFinding = Pick<Finding, "code" | "severity" | "who" | "cause" | "record" | "changes">;

/** `fix`: what to do about it. null: `text` says it, or the DNS provider has to find out. */
export type FindingForOwner = { who: Note["who"]; title: string; text: string; fix: string | null };

/** One finding for the owner of the DNS: why it does not work yet, and what to do. Pure. @param domain the registrable one */
export function findingForOwner(finding: DescribedFinding, texts: InstructionTexts, domain: string): FindingForOwner {
  const isWait = waitingCodes.some((code) => code === finding.code);
  const own = ownerTextOf(finding, texts, domain);
  if (own === null || !(isWait || isForDnsOwner(finding) || isHarmless(finding))) {
    return { who: "us", ...texts.ours, fix: texts.fixes.wait };
  }
  const { title, text, todo } = own;
  if (isWait) return { who: "us", title, text, fix: texts.fixes.wait };
  const [change] = finding.who === "customer" ? (finding.changes ?? [finding.record]) : [];
  const fix = todo ?? (change ? texts.fixes[change.action] : null);
  return { who: finding.who === "dns_provider" ? "provider" : "you", title, text, fix };
}

/** Something of the owner's own that is no reason why it does not work. */
function isHarmless({ severity, who }: DescribedFinding): boolean {
  return severity === "info" && who === "customer";
}
