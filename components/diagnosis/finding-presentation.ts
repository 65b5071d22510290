import { Clock, Info, LoaderCircle, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react";
import type { Tone } from "@/components/ui/notice";
import type { RecordAction, ResponsibleParty, Severity } from "@/lib/diagnosis/evidence/finding";
import type { FindingResource } from "@/lib/diagnosis/schema";

type SeverityStyle = { label: string; tone: Tone; icon: LucideIcon };

/** The severity of a finding as a word, a colour and an icon. */
export const severityStyles: Record<Severity, SeverityStyle> = {
  blocking: { label: "Blocking", tone: "bad", icon: OctagonX },
  warning: { label: "Warning", tone: "waiting", icon: TriangleAlert },
  info: { label: "Good to know", tone: "quiet", icon: Info },
};

/** How a finding is shown: red is for what went wrong, or what has been missing for too long. */
export function findingPresentation({
  urgency,
  severity,
  who,
}: Pick<FindingResource, "urgency" | "severity" | "who">): SeverityStyle {
  if (urgency === "note") return severityStyles[severity];
  if (urgency !== "waiting") return { ...severityStyles.blocking, label: urgencyLabels[urgency] };
  const isOurs = who !== "customer" && who !== "integrator";
  return isOurs
    ? { label: "In progress", tone: "working", icon: LoaderCircle }
    : { label: "Waiting for you", tone: "waiting", icon: Clock };
}

const urgencyLabels = { mistake: "Blocking", overdue: "Overdue" } as const;

/** Who must act, in the words of the tenant's dashboard. */
export const whoInDashboard: Record<ResponsibleParty, string> = {
  customer: "the person who manages the domain's DNS",
  dns_provider: "the DNS provider",
  integrator: "you",
  platform: "the operator of this Latchkey",
  ca: "the certificate authority",
};

export const actionWords: Record<RecordAction["action"], string> = {
  add: "Add this record",
  change: "Change the record to this",
  delete: "Delete this record",
};
