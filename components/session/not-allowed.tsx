import { Lock } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** In place of what the visitor's role does not allow. `reason`: the API's own sentence. */
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
