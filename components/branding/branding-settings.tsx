"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { BrandForm } from "@/components/branding/brand-form";
import { BrandPreview } from "@/components/branding/brand-preview";
import { LogoSettings } from "@/components/branding/logo-settings";
import { brandingQuery } from "@/components/branding/queries";
import { ShareHostname } from "@/components/branding/share-hostname";
import { QueryError } from "@/components/queries/query-error";
import { useShellSession } from "@/components/session/shell-session";
import { SettingsHeader } from "@/components/settings/settings-header";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import type { Brand, BrandingResource } from "@/lib/accounts/branding/schema";

export function BrandingSettings() {
  const branding = useQuery(brandingQuery);
  return (
    <div className="grid gap-6">
      <SettingsHeader current="/settings/branding" />
      {branding.data ? (
        <Settings branding={branding.data} />
      ) : branding.isError ? (
        <QueryError query={branding} title="The branding failed to load" />
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </div>
  );
}

function Settings({ branding }: { branding: BrandingResource }) {
  const { scopes, tenant } = useShellSession();
  const [draft, setDraft] = useState<Partial<Brand>>({});
  const mayChange = scopes.includes("apps:admin");
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="grid min-w-0 gap-6">
        <Section padded title="How you appear" description="On share pages, and in mails to people who manage DNS.">
          <BrandForm branding={branding} companyName={tenant.name} mayChange={mayChange} onDraft={setDraft} />
        </Section>
        <Section padded title="Logo" description="PNG, JPEG or WebP, at most 200 kB and 2000 × 2000 pixels.">
          <LogoSettings branding={branding} mayChange={mayChange} />
        </Section>
        <Section
          padded
          title="Your own hostname"
          description="Share pages at a domain of yours, such as connect.example.com."
        >
          <ShareHostname branding={branding} mayChange={mayChange} />
        </Section>
      </div>
      <BrandPreview brand={{ ...branding.brand, ...draft }} />
    </div>
  );
}
