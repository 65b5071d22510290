import { CircleCheck, type LucideIcon, OctagonX, PauseCircle, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/notice";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

type Standing = WebhookEndpointResource["status"] | "failing";

const styles: Record<Standing, { label: string; tone: Tone; icon: LucideIcon }> = {
  enabled: { label: "Enabled", tone: "good", icon: CircleCheck },
  failing: { label: "Failing", tone: "waiting", icon: TriangleAlert },
  paused: { label: "Paused", tone: "quiet", icon: PauseCircle },
  disabled: { label: "Disabled", tone: "bad", icon: OctagonX },
};

/** Enabled, yet every attempt of late has failed: it will be disabled if that goes on. */
export function standingOf({ status, failingSince }: WebhookEndpointResource): Standing {
  return status === "enabled" && failingSince !== null ? "failing" : status;
}

export function EndpointBadge({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const { label, tone, icon } = styles[standingOf(endpoint)];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
