"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tabs";

const links = [
  { href: "/webhooks", label: "Endpoints" },
  { href: "/webhooks/deliveries", label: "Deliveries" },
];

/** The header and tabs of the two lists. */
export function WebhooksFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const current = usePathname();
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Webhooks"
        description="Events of your customers' domains, sent to your server: signed, in order, and retried for an hour."
        actions={actions}
      />
      <TabLinks label="Webhooks" links={links} current={current} />
      {children}
    </div>
  );
}
