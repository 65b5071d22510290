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
  /** The next step, in a few words. */
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
    now: "Nothing to do yet: the domain is being set up.",
  },
  pending_ownership: {
    label: "Waiting for proof",
    tone: "waiting",
    icon: Clock,
    next: "Publish the TXT record",
    now: "Publish the records where the domain's DNS is managed. The TXT record comes first: it proves that you own the domain.",
  },
  verifying: {
    label: "Proof incomplete",
    tone: "waiting",
    icon: SearchCheck,
    next: "Compare the TXT value",
    now: "There is a TXT record, but not yet with the expected value on every nameserver. Compare its value with the expected one; if it is the same, wait.",
  },
  verified: {
    label: "Proven",
    tone: "working",
    icon: ShieldCheck,
    next: "Nothing: records are being checked",
    now: "Nothing to do: ownership is verified, and the other records are being checked.",
  },
  dns_writing: {
    label: "Writing records",
    tone: "working",
    icon: PencilLine,
    next: "Nothing: records are being written",
    now: "Nothing to do: the records are being written at the DNS provider.",
  },
  propagating: {
    label: "Waiting for records",
    tone: "waiting",
    icon: Radar,
    next: "Publish the remaining records",
    now: "Ownership is verified. Now publish the remaining records: they send visitors here.",
  },
  stalled: {
    label: "Stalled",
    tone: "bad",
    icon: TriangleAlert,
    next: "Check what is published",
    now: "Nothing has changed for a while, so checks run once an hour. Compare the records with what is published, then check now.",
  },
  issuing_cert: {
    label: "Getting certificate",
    tone: "working",
    icon: FileKey,
    next: "Nothing: certificate being issued",
    now: "Nothing to do: the records are correct, and the certificate is being issued. It usually takes seconds.",
  },
  live: {
    label: "Live",
    tone: "good",
    icon: CircleCheck,
    next: "Nothing to do",
    now: "Nothing to do: visitors reach this domain over HTTPS, and we keep checking it.",
  },
  drifted: {
    label: "Drifted",
    tone: "bad",
    icon: Unplug,
    next: "Restore the records",
    now: "This domain was live, and its records no longer point here. We still serve visitors who reach us, and it goes live again once the records are back.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    icon: CircleX,
    next: "Archive it, and start again",
    now: "This attempt failed. Archive it, then connect the domain again.",
  },
  archived: {
    label: "Archived",
    tone: "quiet",
    icon: Archive,
    next: "Nothing to do",
    now: "Nothing to do: the domain is archived. You can remove its records where the DNS is managed.",
  },
};

/** A known error code says more than the state. */
const reasons: Record<string, Pick<StateStyle, "next" | "now">> = {
  ownership_not_found: {
    next: "Publish the TXT record",
    now: "The TXT record was not seen for three days, so checks run once an hour. Publish it as shown, then check now.",
  },
  records_not_propagated: {
    next: "Publish the remaining records",
    now: "Ownership is verified, but the records were not seen for three days. Publish the marked ones, then check now.",
  },
  certificate_not_issued: {
    next: "Check the edge",
    now: "The records are correct, but no valid certificate was seen for an hour. See Certificate for the last error.",
  },
  origin_not_confirmed: {
    next: "Let your server confirm it",
    now: "The certificate is there, but your server did not confirm the domain for an hour. See the finding for what it has to return.",
  },
  contested: {
    next: "Nothing: the domain moves here",
    now: "Your TXT record is right. Another account uses this domain, so it moves to you after a grace time, unless the old TXT record comes back.",
  },
  contest_blocked: {
    next: "Delete the other TXT record",
    now: "Your TXT record is right, and another account holds this domain. It moves to you once your record is the only proof, on every nameserver.",
  },
  hostname_moved: {
    next: "Archive it",
    now: "Another account proved control of this domain in its DNS, so it has moved there. If it is yours, archive it here and connect the domain again.",
  },
  HostnameConflict: {
    next: "Archive it",
    now: "Another account verified this domain first. Archive it here; to move the domain here, connect it again with a new proof.",
  },
  ownership_not_proven: {
    next: "Archive it, and start again",
    now: "Ownership was not verified within 30 days. Archive it here, then connect the domain again.",
  },
};

/** It stays live: what was seen last was right. */
const unreachable: Partial<StateStyle> = {
  label: "Live, unreachable",
  tone: "bad",
  icon: TriangleAlert,
  next: "Check the domain's nameservers",
  now: "No nameserver of this domain answers any more, so visitors may not find it. Ask the DNS provider, and check whether the domain was renewed. See the findings.",
};

type StateFacts = Pick<ConnectionSummary, "state" | "errorCode"> & Partial<Pick<ConnectionSummary, "unreachableSince">>;

/** Words, colour and icon of a state, and what it asks of people. */
export function stateStyle({ state, errorCode, unreachableSince }: StateFacts): StateStyle {
  const reason = errorCode === null ? undefined : reasons[errorCode];
  return { ...styles[state], ...reason, ...(unreachableSince ? unreachable : {}) };
}

export function stateLabel(state: ConnectionState): string {
  return styles[state].label;
}

export function StateBadge({ state, unreachableSince }: { state: ConnectionState; unreachableSince?: Date | null }) {
  const { label, tone, icon } = stateStyle({ state, errorCode: null, unreachableSince });
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
