import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { sandboxFacts } from "@/app/sandbox-facts";
import { WidgetPlayground } from "@/components/sandbox/widget/widget-playground";

export const metadata: Metadata = { title: "Widget" };

export default async function Page() {
  const facts = await sandboxFacts();
  if (!facts) notFound();
  return <WidgetPlayground example={facts.hostname} />;
}
