import { ListPlus, Plus } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";

export function ConnectionsHeader() {
  return (
    <PageHeader
      title="Domains"
      description="Your customers' domains and their status."
      actions={
        <>
          <ButtonLink href="/connections/import" variant="plain">
            <ListPlus aria-hidden className="size-4" />
            Add many
          </ButtonLink>
          <ButtonLink href="/connections/new" data-shortcut="new">
            <Plus aria-hidden className="size-4" />
            Add a domain
          </ButtonLink>
        </>
      }
    />
  );
}
