"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { applicationQuery } from "@/components/applications/queries";
import { ThemeForm } from "@/components/applications/widget/theme-form";
import { WidgetPreview } from "@/components/applications/widget/widget-preview";
import { widgetSamples } from "@/components/applications/widget/widget-samples";
import { brandingQuery } from "@/components/branding/queries";
import { useShellSession } from "@/components/session/shell-session";
import { CodeBlock } from "@/components/ui/code-block";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { textLink } from "@/components/ui/text-link";
import type { ApplicationResource, WidgetTheme } from "@/lib/accounts/applications/schema";
import type { Brand } from "@/lib/accounts/branding/schema";

/** Until the branding is known, or where it failed to load. */
const noBrand = { logoUrl: null, color: null, helpUrl: null, poweredBy: true, linkOrigin: null };

/** The tab “Widget”: how it looks, a preview, and how it comes into the integrator's page. */
export function WidgetSettings({ id, appUrl }: { id: string; appUrl: string }) {
  const { data: application } = useQuery(applicationQuery(id));
  const { data: branding } = useQuery(brandingQuery);
  const { tenant } = useShellSession();
  if (!application) return null;
  return (
    <Loaded
      key={id}
      application={application}
      brand={branding?.brand ?? { ...noBrand, name: tenant.name }}
      appUrl={appUrl}
    />
  );
}

function Loaded({ application, brand, appUrl }: { application: ApplicationResource; brand: Brand; appUrl: string }) {
  const [theme, setTheme] = useState<WidgetTheme>(application.widget);
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
      <ThemeForm application={application} brand={brand} onTheme={setTheme} />
      <div className="grid min-w-0 gap-6">
        <WidgetPreview theme={theme} brand={brand} />
        <InPage application={application} appUrl={appUrl} />
      </div>
    </div>
  );
}

function InPage({ application: { id, allowedOrigins }, appUrl }: { application: ApplicationResource; appUrl: string }) {
  return (
    <Section
      padded
      title="In your page"
      description="Your server creates a token, and your page opens the widget with it."
    >
      <div className="grid gap-4">
        <CodeBlock label="the code that opens the widget" samples={widgetSamples(appUrl)} />
        <p className="text-ink-soft">
          {originsText(allowedOrigins.length)}{" "}
          <Link href={`/applications/${id}`} className={textLink}>
            Allowed origins
          </Link>{" "}
          ·{" "}
          <Link href={`/applications/${id}/quick-start`} className={textLink}>
            How to create a token
          </Link>
        </p>
      </div>
    </Section>
  );
}

function originsText(count: number): string {
  if (count === 0) return "No page can open it yet: add the origin of yours.";
  return count === 1 ? "Pages of 1 origin can open it." : `Pages of ${count} origins can open it.`;
}
