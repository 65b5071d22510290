"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { useEffect, useState } from "react";
import { applicationQuery } from "@/components/applications/queries";
import {
  type DraftRow,
  isSameDraft,
  rowMessages,
  toDraft,
  toInput,
  toTemplates,
} from "@/components/applications/template-draft";
import { type EdgeFacts, TemplatePreview } from "@/components/applications/template-preview";
import { TemplateRows } from "@/components/applications/template-rows";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { Form } from "@/components/ui/form";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { SaveBar } from "@/components/ui/save-bar";
import { Section } from "@/components/ui/section";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { toast } from "@/components/ui/toast";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { updateApplicationCall } from "@/lib/api/calls/update-application";
import type { RecordTemplate } from "@/lib/dns/records/schema";

const typingMs = 400;
/** As long as a click takes: a message that appears meanwhile would move the button under the pointer. */
const clickMs = 300;
const modes = [
  { value: "standard", label: "Standard" },
  { value: "own", label: "Your own" },
] as const;

export function TemplateEditor({ application, edge }: { application: ApplicationResource; edge: EdgeFacts }) {
  const client = useQueryClient();
  const { id, recordTemplate } = application;
  const form = useEndpointForm(updateApplicationCall, {
    initial: toEditorDraft(recordTemplate),
    toInput: ({ mode, recordTemplate: rows }) => ({ id, recordTemplate: mode === "own" ? toInput(rows) : null }),
    messages: rowMessages,
    onSuccess: (saved, reset) => {
      client.setQueryData(applicationQuery(id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
      reset(toEditorDraft(saved.recordTemplate));
      toast({ title: "Records saved", text: "New domains use them." });
    },
  });
  const { mode, recordTemplate: rows } = form.draft;
  const templates = mode === "own" ? toTemplates(rows) : null;
  const dirty = mode === "own" ? !isSameDraft(rows, recordTemplate) : recordTemplate !== null;
  const [focused, setFocused] = useState<string | null>(null);
  const left = useDebouncedValue(focused, clickMs);
  const seen = useProblem(templates, edge);

  function errorAt(param: string): string | null {
    const isBeingEdited = focused === param || left === param;
    return form.errorAt(param) ?? (seen?.param === param && !isBeingEdited ? seen.text : null);
  }

  return (
    <div className="grid items-start gap-6 2xl:grid-cols-[minmax(0,1fr)_22rem]">
      <Section
        title="Records that customers publish"
        aside={
          <SegmentedControl
            label="Records"
            options={modes}
            value={mode}
            onValueChange={(next) => form.set({ mode: next })}
          />
        }
        footer={<SaveBar form={{ ...form, dirty }} label="Save records" />}
        padded
      >
        <Form form={form}>
          <UnsavedGuard dirty={dirty && !form.busy} what="the records" />
          {mode === "standard" ? (
            <StandardRecords edge={edge} />
          ) : (
            <>
              <PlaceholderHelp edge={edge} />
              <TemplateRows
                rows={rows}
                errorAt={errorAt}
                onFocus={setFocused}
                onChange={(recordTemplate) => form.set({ recordTemplate })}
              />
            </>
          )}
          <Notice tone="quiet" icon={Info}>
            Changes apply to new domains only. Existing domains keep the records their customers were asked to publish.
          </Notice>
        </Form>
      </Section>
      <TemplatePreview templates={templates} edge={edge} />
    </div>
  );
}

type EditorDraft = { mode: "standard" | "own"; recordTemplate: DraftRow[] };

function toEditorDraft(templates: readonly RecordTemplate[] | null): EditorDraft {
  return { mode: templates ? "own" : "standard", recordTemplate: toDraft(templates) };
}

function StandardRecords({ edge }: { edge: EdgeFacts }) {
  return (
    <p className="max-w-2xl">
      For a subdomain, customers publish a CNAME to <code className="font-mono text-[13px]">{edge.hostname}</code>. An
      apex cannot have a CNAME, so they publish{" "}
      {edge.addresses.length === 1 ? "an A or AAAA record" : "A and AAAA records"} for the edge's{" "}
      {edge.addresses.length === 1 ? "address" : "addresses"}. This works for almost everyone.
    </p>
  );
}

function PlaceholderHelp({ edge }: { edge: EdgeFacts }) {
  return (
    <div className="grid gap-1 text-sm">
      <p>You can use two placeholders in hosts and values:</p>
      <KeyValues
        items={[
          {
            label: "{{hostname}}",
            value: (
              <>
                The customer's hostname, such as <code className="font-mono text-[13px]">shop.example.com</code>. Each
                host is this name or a subdomain of it, such as{" "}
                <code className="font-mono text-[13px]">{"www.{{hostname}}"}</code>.
              </>
            ),
          },
          {
            label: "{{edge_hostname}}",
            value: (
              <>
                The edge that visitors reach: <code className="font-mono text-[13px]">{edge.hostname}</code>.
              </>
            ),
          },
        ]}
      />
    </div>
  );
}

type Problem = { param: string; text: string };

/** What the API would refuse, by the API's own check, which is loaded when it is first needed. */
function useProblem(templates: readonly RecordTemplate[] | null, edge: EdgeFacts): Problem | null {
  const current = JSON.stringify(templates);
  const settled = useDebouncedValue(current, typingMs);
  const [found, setFound] = useState<{ draft: string; problem: Problem | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    const draft = JSON.parse(settled) as RecordTemplate[] | null;
    // An empty field is not wrong yet: it is being filled in.
    if (draft === null || draft.some(({ host, value }) => host === "" || value === "")) {
      setFound(null);
      return;
    }
    void findProblem(draft, edge).then((problem) => wanted && setFound({ draft: settled, problem }));
    return () => {
      wanted = false;
    };
  }, [settled, edge]);
  // The result may be of an earlier draft.
  return found?.draft === current ? found.problem : null;
}

async function findProblem(draft: readonly RecordTemplate[], edge: EdgeFacts): Promise<Problem | null> {
  const [{ assertApplicationTemplates }, { isRefusal }] = await Promise.all([
    import("@/lib/accounts/applications/assert-application-templates"),
    import("@/lib/kernel/errors"),
  ]);
  try {
    assertApplicationTemplates(draft, edge);
    return null;
  } catch (error) {
    if (isRefusal(error) && error.param !== undefined) return { param: error.param, text: error.message };
    throw error;
  }
}
