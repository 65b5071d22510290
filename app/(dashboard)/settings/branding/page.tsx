import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { BrandingSettings } from "@/components/branding/branding-settings";
import { brandingQuery } from "@/components/branding/queries";
import { getBranding } from "@/lib/accounts/branding/get-branding";

export const metadata: Metadata = { title: "Branding" };

export default function Page() {
  return (
    <Prefetched title="Branding" queries={[prefetch(brandingQuery, getBranding)]}>
      <BrandingSettings />
    </Prefetched>
  );
}
