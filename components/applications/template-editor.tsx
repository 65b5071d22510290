"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Info } from "lucide-react";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { applicationQuery } from "@/components/applications/queries";
import {
  type DraftProblem,
  formProblem,
  isSameDraft,
  toDraft,
  toTemplates,
} from "@/components/applications/template-draft";
import { type EdgeFacts, TemplatePreview } from "@/components/applications/template-preview";
import { TemplateRows } from "@/components/applications/template-rows";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { Button } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { toast } from "@/components/ui/toast";
import { useDebouncedValue } from "@/components/ui/use-debounced-value";
import type { ApplicationResource } from "@/lib/accounts/applications/schema";
import { request } from "@/lib/api/client";
import { updateApplicationEndpoint } from "@/lib/api/endpoints/applications";
import type { RecordTemplate } from "@/lib/dns/records/schema";

const settleMs = 400;
/** As long as a click takes: a message that appears under the pointer would move what is being pressed. */
const clickMs = 300;
const modes = [
  { value: "standard", label: "Standard" },
  { value: "own", label: "Your own" },
] as const;

export function TemplateEditor({ application, edge }: { application: ApplicationResource; edge: EdgeFacts }) {
  const client = useQueryClient();
  const formId = useId();
  const form = useRef<HTMLFormElement>(null);
  const { id, recordTemplate } = application;
  const [mode, setMode] = useState<"standard" | "own">(recordTemplate ? "own" : "standard");
  const [rows, setRows] = useState(() => toDraft(recordTemplate));
  const [submitted, setSubmitted] = useState<DraftProblem | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const left = useDebouncedValue(focused, clickMs);
  const seen = useProblem(mode === "own" ? toTemplates(rows) : null, edge);

  const templates = mode === "own" ? toTemplates(rows) : null;
  const dirty = mode === "own" ? !isSameDraft(rows, recordTemplate) : recordTemplate !== null;
  const save = useMutation({
    mutationFn: () => request(updateApplicationEndpoint, { id, recordTemplate: templates }),
    onSuccess: (saved) => {
      client.setQueryData(applicationQuery(id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
      setRows(toDraft(saved.recordTemplate));
      setMode(saved.recordTemplate ? "own" : "standard");
      toast({ title: "Records saved", text: "New connections are told to publish these." });
    },
  });

  // The field that the API refused, or that was found wrong here.
  const wrongParam = submitted?.param ?? (save.error && "param" in save.error ? String(save.error.param) : null);
  useEffect(() => {
    const field = wrongParam === null ? null : form.current?.elements.namedItem(wrongParam);
    if (field instanceof HTMLElement) field.focus();
  }, [wrongParam]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (save.isPending) return;
    save.reset();
    const problem = mode === "own" ? formProblem(rows) : null;
    setSubmitted(problem);
    if (!problem) save.mutate();
  }

  function problemAt(param: string): string | null {
    if (submitted?.param === param) return submitted.text;
    return (
      errorAt(save.error, param) ?? (seen?.param === param && focused !== param && left !== param ? seen.text : null)
    );
  }

  const params = rows.flatMap((_, index) =>
    ["host", "type", "value", "ttl"].map((field) => `record_template.${index}.${field}`),
  );
  const other = errorElsewhere(save.error, mode === "own" ? params : []);

  return (
    <div className="grid items-start gap-6 2xl:grid-cols-[minmax(0,1fr)_22rem]">
      <Section
        title="Records that customers publish"
        aside={<SegmentedControl label="Records" options={modes} value={mode} onValueChange={setMode} />}
        footer={
          <>
            <p role="status" className="mr-auto text-ink-soft text-sm">
              {dirty ? "Not saved yet" : ""}
            </p>
            <Button type="submit" form={formId} busy={save.isPending} disabled={!dirty}>
              {save.isPending ? "Saving…" : "Save records"}
            </Button>
          </>
        }
        padded
      >
        <form ref={form} id={formId} onSubmit={submit} noValidate className="grid gap-5">
          <UnsavedGuard dirty={dirty && !save.isPending} what="the records" />
          {mode === "standard" ? (
            <StandardRecords edge={edge} />
          ) : (
            <>
              <PlaceholderHelp edge={edge} />
              <TemplateRows
                rows={rows}
                problemAt={problemAt}
                onFocus={setFocused}
                onChange={(next) => {
                  setRows(next);
                  setSubmitted(null);
                  if (save.isError) save.reset();
                }}
              />
            </>
          )}
          <Notice tone="quiet" icon={Info}>
            Records that are saved here hold for connections that are made from now on. Those that are there keep the
            records that their customers were told to publish.
          </Notice>
          <p role="alert" className="text-bad empty:hidden">
            {other}
          </p>
        </form>
      </Section>
      <TemplatePreview templates={templates} edge={edge} />
    </div>
  );
}

function StandardRecords({ edge }: { edge: EdgeFacts }) {
  return (
    <p className="max-w-2xl">
      A subdomain is told to point a CNAME at <code className="font-mono text-[13px]">{edge.hostname}</code>. An apex,
      where a CNAME cannot stand, gets {edge.addresses.length === 1 ? "an A or AAAA record" : "A and AAAA records"} for
      the edge's {edge.addresses.length === 1 ? "address" : "addresses"}. This is right for almost everyone.
    </p>
  );
}

function PlaceholderHelp({ edge }: { edge: EdgeFacts }) {
  return (
    <div className="grid gap-1 text-sm">
      <p>Hosts and values may hold two placeholders:</p>
      <KeyValues
        items={[
          {
            label: "{{hostname}}",
            value: (
              <>
                What the customer connects, as <code className="font-mono text-[13px]">shop.example.com</code>. Each
                host is this name or one below it, as{" "}
                <code className="font-mono text-[13px]">{"www.{{hostname}}"}</code>.
              </>
            ),
          },
          {
            label: "{{edge_hostname}}",
            value: (
              <>
                Where visitors go: <code className="font-mono text-[13px]">{edge.hostname}</code>.
              </>
            ),
          },
        ]}
      />
    </div>
  );
}

/** What the API would refuse, by the check that it makes; a moment after the last key. Fetched when it is first needed. */
function useProblem(templates: readonly RecordTemplate[] | null, edge: EdgeFacts): DraftProblem | null {
  const current = JSON.stringify(templates);
  const settled = useDebouncedValue(current, settleMs);
  const [found, setFound] = useState<{ draft: string; problem: DraftProblem | null } | null>(null);
  useEffect(() => {
    let wanted = true;
    const draft = JSON.parse(settled) as RecordTemplate[] | null;
    // An empty field is not wrong yet: it is being written.
    if (draft === null || draft.some(({ host, value }) => host === "" || value === "")) {
      setFound(null);
      return;
    }
    void findProblem(draft, edge).then((problem) => wanted && setFound({ draft: settled, problem }));
    return () => {
      wanted = false;
    };
  }, [settled, edge]);
  // What was wrong with an earlier draft is no news about this one.
  return found?.draft === current ? found.problem : null;
}

async function findProblem(draft: readonly RecordTemplate[], edge: EdgeFacts): Promise<DraftProblem | null> {
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
