import { PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tabs";

const links = [
  { href: "/settings", label: "Company" },
  { href: "/settings/branding", label: "Branding" },
  { href: "/settings/profile", label: "Profile" },
] as const;

export function SettingsHeader({ current }: { current: (typeof links)[number]["href"] }) {
  return (
    <div className="grid gap-4">
      <PageHeader title="Settings" description="Your company and your own account." />
      <TabLinks label="Settings" links={links} current={current} />
    </div>
  );
}
