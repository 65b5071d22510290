import { CircleCheck, CircleX, Clock, type LucideIcon } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Tone } from "@/components/ui/notice";
import type { deliveryStatuses } from "@/lib/webhooks/catalog";

export type DeliveryStatus = (typeof deliveryStatuses)[number];

const styles: Record<DeliveryStatus, { label: string; tone: Tone; icon: LucideIcon }> = {
  pending: { label: "Pending", tone: "working", icon: Clock },
  succeeded: { label: "Delivered", tone: "good", icon: CircleCheck },
  failed: { label: "Failed", tone: "bad", icon: CircleX },
};

export function deliveryStatusLabel(status: DeliveryStatus): string {
  return styles[status].label;
}

export function DeliveryBadge({ status }: { status: DeliveryStatus }) {
  const { label, tone, icon } = styles[status];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
