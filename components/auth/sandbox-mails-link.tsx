import { Inbox } from "lucide-react";
import { buttonClasses } from "@/components/ui/button-classes";

/** The sandbox sends no email: it shows it on a page. */
export function SandboxMailsLink() {
  return (
    <a href="/sandbox/mails" className={buttonClasses({ variant: "plain" })}>
      <Inbox aria-hidden className="size-4" />
      Open the sandbox inbox
    </a>
  );
}
