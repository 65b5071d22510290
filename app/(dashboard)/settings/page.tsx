import type { Metadata } from "next";
import { CompanySettings } from "@/components/settings/company-settings";

export const metadata: Metadata = { title: "Settings" };

/** Shows only what the shell's session holds. */
export default function Page() {
  return <CompanySettings />;
}
