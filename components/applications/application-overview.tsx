"use client";

import { useQuery } from "@tanstack/react-query";
import { AllowedOrigins } from "@/components/applications/allowed-origins";
import { DeleteApplication } from "@/components/applications/delete-application";
import { environmentTexts } from "@/components/applications/environment-badge";
import { GeneralSettings } from "@/components/applications/general-settings";
import { applicationQuery, connectionCountQuery } from "@/components/applications/queries";
import { CopyButton } from "@/components/ui/copy-button";
import { KeyValues } from "@/components/ui/key-values";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { textLink } from "@/components/ui/text-link";
import type { ConnectionCounts } from "@/lib/connections/schema";

export function ApplicationOverview({ id }: { id: string }) {
  const { data: application } = useQuery(applicationQuery(id));
  const count = useQuery(connectionCountQuery(id));
  if (!application) return null;
  return (
    <div className="grid gap-6">
      <Section title="Details" padded>
        <KeyValues
          items={[
            {
              label: "Application ID",
              value: (
                <span className="flex items-center gap-1">
                  <code className="min-w-0 font-mono text-[13px] [overflow-wrap:anywhere]">{application.id}</code>
                  <CopyButton text={application.id} label="the application ID" />
                </span>
              ),
            },
            { label: "Environment", value: environmentTexts[application.environment] },
            {
              label: "Domains",
              value: (
                <Link href={`/connections?application_id=${id}`} className={textLink}>
                  {count.data ? countText(count.data) : "View domains"}
                </Link>
              ),
            },
            {
              label: "Records",
              value: (
                <Link href={`/applications/${id}/records`} className={textLink}>
                  {application.recordTemplate
                    ? `${application.recordTemplate.length} custom`
                    : "Standard: directly to the edge"}
                </Link>
              ),
            },
            { label: "Created", value: <RelativeTime date={application.createdAt} /> },
          ]}
        />
      </Section>
      <GeneralSettings application={application} />
      <AllowedOrigins application={application} />
      <DeleteApplication application={application} />
    </div>
  );
}

/** For example "12 domains, 3 live". Archived domains do not count. */
function countText({ states }: ConnectionCounts): string {
  const current = states.filter(({ state }) => state !== "archived");
  const total = current.reduce((sum, { count }) => sum + count, 0);
  const plus = current.some(({ capped }) => capped) ? "+" : "";
  if (total === 0) return "None yet";
  const live = states.find(({ state }) => state === "live")?.count ?? 0;
  const noun = total === 1 ? "domain" : "domains";
  return `${total.toLocaleString("en-GB")}${plus} ${noun}, ${live === 0 ? "none" : live.toLocaleString("en-GB")} live`;
}
