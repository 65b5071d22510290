import type { Metadata } from "next";
import { CompanySettings } from "@/components/settings/company-settings";

export const metadata: Metadata = { title: "Settings" };

/** The shell knows all that it shows. */
export default function Page() {
  return <CompanySettings />;
}
