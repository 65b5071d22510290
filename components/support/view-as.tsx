"use client";

import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { viewTenant } from "@/components/shell/view-calls";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Opens the company's own dashboard, read only, at a page of it. */
export function ViewAs({ tenant, path = "/" }: { tenant: { id: string; name: string }; path?: string }) {
  const view = useMutation({
    mutationFn: () => viewTenant(tenant.id, path),
    onError: (error) => toast({ tone: "bad", title: "The dashboard did not open", text: error.message }),
  });
  return (
    <Button variant="plain" busy={view.isPending} onClick={() => view.mutate()}>
      <Eye aria-hidden className="size-4 shrink-0" />
      <span className="truncate">View as {tenant.name}</span>
    </Button>
  );
}
