import { Hourglass, TriangleAlert } from "lucide-react";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ConnectionResource } from "@/lib/connections/schema";

/** When a contested hostname moves, for either account. */
export function ContestStatus({ contest: { role, until } }: { contest: NonNullable<ConnectionResource["contest"]> }) {
  const isHolder = role === "holder";
  return (
    <Notice tone={isHolder ? "bad" : "waiting"} icon={isHolder ? TriangleAlert : Hourglass}>
      <p>
        {isHolder
          ? "Someone with access to the DNS proves control of this domain for another account. It moves there "
          : "Another account holds this domain. Yours takes over "}
        <RelativeTime date={until} />
        {isHolder
          ? ". To keep it, publish your TXT record again before that time."
          : ", unless the old TXT record comes back."}
      </p>
    </Notice>
  );
}
