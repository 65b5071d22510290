/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "@/widget/view/icon";
import type { ViewContext } from "@/widget/view/view-context";

const shownMs = 2_000;

/**
 * Copies exactly `value`. Where the browser refuses both ways of copying, the value is shown selected.
 * @param what completes “Copy …” for screen readers
 */
export function CopyButton(props: {
  view: ViewContext;
  value: string;
  what: string;
  label?: string;
  onCopied?: () => void;
}) {
  const { view, value, what, label, onCopied } = props;
  const { texts, say, announce } = view;
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (outcome !== "copied") return;
    const timer = setTimeout(() => setOutcome(null), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    const done = await writeText(value, button.current);
    setOutcome(done ? "copied" : "refused");
    announce(done ? say(texts.announce.copied, { what }) : texts.common.copyByHand);
    if (done) onCopied?.();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        class={`btn copy${outcome === "copied" ? " copied" : ""}`}
        aria-label={label ?? say(texts.common.copyWhat, { what })}
        onClick={copy}
      >
        <Icon name={outcome === "copied" ? "check" : "copy"} />
        {/* Both words lie in one cell: the button keeps its width. */}
        <span class="swap" aria-hidden="true">
          <span>{label ?? texts.common.copy}</span>
          <span>{texts.common.copied}</span>
        </span>
      </button>
      {outcome === "refused" && (
        <div class="by-hand">
          <p class="small">{texts.common.copyByHand}</p>
          <textarea readOnly rows={2} dir="ltr" aria-label={what} value={value} ref={selectAll} />
        </div>
      )}
    </>
  );
}

function selectAll(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.select();
}

async function writeText(value: string, button: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return copySelection(value, button);
  }
}

/** Pages without HTTPS and frames without the permission have no clipboard, but may copy what is selected. */
function copySelection(value: string, button: HTMLElement | null): boolean {
  const field = document.createElement("textarea");
  field.className = "sr";
  field.value = value;
  // Beside the button: all that is outside of an open dialog can not be focused.
  button?.after(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
    button?.focus();
  }
}
