import { Inbox } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";

/** The sandbox sends no email: it shows it on a page. */
export function SandboxMailsLink() {
  return (
    <ButtonLink href="/sandbox/mails" variant="plain">
      <Inbox aria-hidden className="size-4" />
      Open the sandbox inbox
    </ButtonLink>
  );
}
