import type { Tone } from "@/components/ui/notice";
import { isOver } from "@/lib/connections/machine";
import type { SharedDiagnosis } from "@/lib/diagnosis/schema";

/** The status, for somebody who edits the DNS and does not know Latchkey. */
export function sharedSummary(
  shared: Pick<SharedDiagnosis, "state" | "hostnameUnicode" | "ownership" | "pointing" | "findings">,
): { tone: Tone; text: string } {
  const { state, hostnameUnicode, ownership, pointing } = shared;
  if (isOver(state)) {
    return { tone: "bad", text: "This attempt has ended. Ask the sender of this page to start again." };
  }
  const blocking = shared.findings.find(({ severity }) => severity === "blocking");
  if (blocking && (blocking.who === "customer" || blocking.who === "dns_provider")) {
    return { tone: state === "drifted" ? "bad" : "waiting", text: blocking.fix };
  }
  if (state === "live") {
    return {
      tone: "good",
      text: `All done: visitors reach ${hostnameUnicode} over HTTPS. Leave the records as they are.`,
    };
  }
  if (ownership === "ok" && pointing === "ok") {
    return {
      tone: "working",
      text: "The records are correct. There is nothing left for you to do; the certificate is being issued.",
    };
  }
  if (ownership === "ok") {
    return {
      tone: "waiting",
      text: "Ownership is verified. Now publish the other records that are not marked as correct.",
    };
  }
  return { tone: "waiting", text: "Publish the records below. They are usually seen within a minute or two." };
}
