import { CircleCheck, type LucideIcon, OctagonX, PauseCircle, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/notice";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

type EndpointHealth = WebhookEndpointResource["status"] | "failing";

const styles: Record<EndpointHealth, { label: string; tone: Tone; icon: LucideIcon }> = {
  enabled: { label: "Enabled", tone: "good", icon: CircleCheck },
  failing: { label: "Failing", tone: "waiting", icon: TriangleAlert },
  paused: { label: "Paused", tone: "quiet", icon: PauseCircle },
  disabled: { label: "Disabled", tone: "bad", icon: OctagonX },
};

/** Failing: enabled, but every recent attempt has failed. It is disabled if that goes on. */
export function healthOf({ status, failingSince }: WebhookEndpointResource): EndpointHealth {
  return status === "enabled" && failingSince !== null ? "failing" : status;
}

export function EndpointBadge({ endpoint }: { endpoint: WebhookEndpointResource }) {
  const { label, tone, icon } = styles[healthOf(endpoint)];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
