import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { WidgetSettings } from "@/components/applications/widget/widget-settings";
import { brandingQuery } from "@/components/branding/queries";
import { getBranding } from "@/lib/accounts/branding/get-branding";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { env } = await pageRuntime();
  return (
    <Prefetched queries={[prefetch(brandingQuery, getBranding)]}>
      <WidgetSettings id={id} appUrl={env.appUrl} />
    </Prefetched>
  );
}
