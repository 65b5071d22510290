"use client";

import { FileText, Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { maxBytes } from "@/components/connections/import/read-lines";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

export type LinesSource = { text: string; fileName: string | null };

/** A pasted list, or a dropped or selected file. */
export function LinesInput({
  source,
  onChange,
  problem,
}: {
  source: LinesSource;
  onChange: (source: LinesSource) => void;
  problem: string | null;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    const text = file.size > maxBytes ? null : await file.text();
    if (text === null) return setRefusal(`${file.name} is larger than 4 MB.`);
    if (text.includes("\0"))
      return setRefusal(`${file.name} is not a text file. Export your spreadsheet as CSV first.`);
    setRefusal(null);
    onChange({ text, fileName: file.name });
  }

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button and the field work without dropping
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={`grid gap-4 rounded-xl border bg-card p-4 shadow-lift-1 sm:p-5 ${over ? "border-accent outline-2 outline-accent" : "border-line"}`}
    >
      <Field
        label="Hostnames"
        hint="One per line, or a CSV with a column “hostname” or “domain”. You can drop a file here."
        error={refusal ?? problem}
        aside={
          <Button variant="plain" size="small" onClick={() => picker.current?.click()}>
            <Upload aria-hidden className="size-4" />
            Choose a file
          </Button>
        }
      >
        <TextArea
          name="hostnames"
          mono
          autoFocus
          rows={10}
          spellCheck={false}
          autoCapitalize="none"
          autoCorrect="off"
          placeholder={"shop.acme.test\nblog.acme.test\nwww.beta.test"}
          value={source.text}
          onChange={(event) => {
            setRefusal(null);
            onChange({ text: event.target.value.slice(0, maxBytes), fileName: null });
          }}
        />
      </Field>
      <input
        ref={picker}
        type="file"
        aria-label="File with hostnames"
        accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
        className="hidden"
        tabIndex={-1}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      {source.fileName && (
        <p className="flex items-center gap-2 text-sm">
          <FileText aria-hidden className="size-4 text-ink-soft" />
          <span className="min-w-0 truncate">{source.fileName}</span>
          <Button variant="quiet" size="small" onClick={() => onChange({ text: "", fileName: null })}>
            Remove
          </Button>
        </p>
      )}
    </div>
  );
}
