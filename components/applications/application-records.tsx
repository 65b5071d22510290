"use client";

import { useQuery } from "@tanstack/react-query";
import { applicationQuery } from "@/components/applications/queries";
import { TemplateEditor } from "@/components/applications/template-editor";
import type { EdgeFacts } from "@/components/applications/template-preview";

export function ApplicationRecords({ id, edge }: { id: string; edge: EdgeFacts }) {
  const { data: application } = useQuery(applicationQuery(id));
  return application ? <TemplateEditor key={id} application={application} edge={edge} /> : null;
}
