import { CopyButton } from "@/components/ui/copy-button";

/** A shell command to copy; `label` completes "Copy …". */
export function Command({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-lg bg-quiet-soft py-1 pr-1 pl-3">
      <pre className="min-w-0 flex-1 whitespace-pre-wrap py-1.5 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
