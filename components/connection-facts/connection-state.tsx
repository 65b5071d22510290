import {
  Archive,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  FileKey,
  type LucideIcon,
  PencilLine,
  Radar,
  SearchCheck,
  ShieldCheck,
  TriangleAlert,
  Unplug,
} from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/notice";
import type { ConnectionState } from "@/lib/connections/machine";
import type { ConnectionSummary } from "@/lib/connections/schema";

type StateStyle = {
  label: string;
  tone: Tone;
  icon: LucideIcon;
  /** What is wanted next, in a few words. */
  next: string;
  /** What to do now, in a sentence or two. */
  now: string;
};

const styles: Record<ConnectionState, StateStyle> = {
  created: {
    label: "Starting",
    tone: "quiet",
    icon: CircleDashed,
    next: "Nothing: being set up",
    now: "Nothing to do yet: the connection is being set up.",
  },
  pending_ownership: {
    label: "Waiting for proof",
    tone: "waiting",
    icon: Clock,
    next: "Publish the TXT record",
    now: "Publish the records below where the domain's DNS is managed. The TXT record comes first: it proves that the domain is yours.",
  },
  verifying: {
    label: "Proof incomplete",
    tone: "waiting",
    icon: SearchCheck,
    next: "Compare the TXT value",
    now: "There is a TXT record, but not yet with the expected value on every nameserver. Compare its value with the one below; if it is the same, wait.",
  },
  verified: {
    label: "Proven",
    tone: "working",
    icon: ShieldCheck,
    next: "Nothing: looking at the records",
    now: "Nothing to do: the domain is yours, and the other records are being looked at.",
  },
  dns_writing: {
    label: "Writing records",
    tone: "working",
    icon: PencilLine,
    next: "Nothing: records are being written",
    now: "Nothing to do: the DNS provider is being told the records.",
  },
  propagating: {
    label: "Waiting for records",
    tone: "waiting",
    icon: Radar,
    next: "Publish the remaining records",
    now: "The domain is yours. Now publish the records below that are not seen yet; they send visitors here.",
  },
  stalled: {
    label: "Stalled",
    tone: "bad",
    icon: TriangleAlert,
    next: "Check what is published",
    now: "Nothing has changed for long, so checks are down to one an hour. Compare the records below with what is published, then check now.",
  },
  issuing_cert: {
    label: "Getting certificate",
    tone: "working",
    icon: FileKey,
    next: "Nothing: certificate on its way",
    now: "Nothing to do: the records are right, and the certificate is being issued. It usually takes seconds.",
  },
  live: {
    label: "Live",
    tone: "good",
    icon: CircleCheck,
    next: "Nothing to do",
    now: "Nothing to do: visitors reach this domain over HTTPS, and we keep watching it.",
  },
  drifted: {
    label: "Drifted",
    tone: "bad",
    icon: Unplug,
    next: "Restore the records",
    now: "This domain was live, and its records no longer lead here. Restore the records marked below.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    icon: CircleX,
    next: "Archive it, and start again",
    now: "This connection is over. Archive it, then connect the domain again.",
  },
  archived: {
    label: "Archived",
    tone: "quiet",
    icon: Archive,
    next: "Nothing to do",
    now: "Nothing to do: the domain was off-boarded. Its records can be removed where its DNS is managed.",
  },
};

/** Where the reason is known, it says more than the state. */
const reasons: Record<string, Pick<StateStyle, "next" | "now">> = {
  ownership_not_found: {
    next: "Publish the TXT record",
    now: "The TXT record was not seen for three days, so checks are down to one an hour. Publish it as shown below, then check now.",
  },
  records_not_propagated: {
    next: "Publish the remaining records",
    now: "The domain is yours, but its records were not seen for three days. Publish the ones marked below, then check now.",
  },
  certificate_not_issued: {
    next: "Check the edge",
    now: "The records are right, but for an hour no valid certificate was seen. The reason of the last attempt stands under Certificate.",
  },
  HostnameConflict: {
    next: "Archive it",
    now: "Another connection proved control of this domain first. Archive this one; the domain can be connected here once the other is archived.",
  },
  ownership_not_proven: {
    next: "Archive it, and start again",
    now: "Control of the domain was not proven within 30 days. Archive this connection, then connect the domain again.",
  },
};

/** How a state looks and what it asks of people: the one map of states to words, colours and icons. */
export function lookOf(connection: Pick<ConnectionSummary, "state" | "errorCode">): StateStyle {
  const reason = connection.errorCode === null ? undefined : reasons[connection.errorCode];
  return { ...styles[connection.state], ...reason };
}

export function stateLabel(state: ConnectionState): string {
  return styles[state].label;
}

export function StateBadge({ state }: { state: ConnectionState }) {
  const { label, tone, icon } = styles[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
