import { AskAnOwner } from "@/components/applications/ask-an-owner";

export function NotForMembers() {
  return (
    <AskAnOwner title="Webhooks are for owners and admins">
      They send what happens to your customers' domains to other servers. The same events stand in each connection's
      timeline, which you can read.
    </AskAnOwner>
  );
}
