import { Lock } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** Shown in place of what the visitor's role does not allow. `reason`: the message of the API's refusal. */
export function NotAllowed({ title, reason }: { title?: string; reason: string }) {
  const panel = (
    <EmptyState icon={Lock} title="You do not have access to this page">
      {reason}
    </EmptyState>
  );
  if (!title) return panel;
  return (
    <div className="grid gap-6">
      <PageHeader title={title} />
      {panel}
    </div>
  );
}
