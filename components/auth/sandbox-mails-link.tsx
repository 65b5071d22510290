import { Inbox } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";

/** The sandbox sends nothing: its mails are read here. */
export function SandboxMailsLink() {
  return (
    <ButtonLink href="/sandbox/mails" variant="plain">
      <Inbox aria-hidden className="size-4" />
      Open the sandbox’s mails
    </ButtonLink>
  );
}
