"use client";

import { FileText, Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { decodeText } from "@/components/connections/import/decode-text";
import { maxBytes } from "@/components/connections/import/limits";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";

export type LinesSource = { text: string; fileName: string | null; encoding: string | null };

export const emptySource: LinesSource = { text: "", fileName: null, encoding: null };

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
    if (file.size > maxBytes) return setRefusal(`${file.name} is larger than 4 MB.`);
    const decoded = decodeText(new Uint8Array(await file.arrayBuffer()));
    if (!decoded.ok) return setRefusal(`${file.name}: ${decoded.message}`);
    setRefusal(null);
    onChange({ text: decoded.text, fileName: file.name, encoding: decoded.encoding });
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
        hint="One per line, or with commas between them, or a CSV file. URLs are read too. You can drop a file here."
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
            const text = event.target.value;
            // Nothing is cut off: what is not read would be missing without a word.
            if (text.length > maxBytes) return setRefusal("This list is larger than 4 MB. Import it in parts.");
            setRefusal(null);
            onChange({ ...emptySource, text });
          }}
        />
      </Field>
      <input
        ref={picker}
        type="file"
        aria-label="File with domains"
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
          {source.encoding && <span className="text-ink-soft">{source.encoding}</span>}
          <Button variant="quiet" size="small" onClick={() => onChange(emptySource)}>
            Remove
          </Button>
        </p>
      )}
    </div>
  );
}
