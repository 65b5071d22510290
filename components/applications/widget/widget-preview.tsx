"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { loadPreview, type MountPreview } from "@/components/applications/widget/load-preview";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { WidgetTheme } from "@/lib/accounts/applications/schema";
import type { Brand } from "@/lib/accounts/branding/schema";
import { type Language, languages } from "@/lib/kernel/languages";
import type { ExampleName } from "@/widget/view/example-states";

/** Examples in the order in which a person meets them. */
const examples: readonly { value: ExampleName; label: string }[] = [
  { value: "domain", label: "Enter a domain" },
  { value: "analysis_conflicts", label: "What is there now" },
  { value: "choice", label: "Choose a way" },
  { value: "records", label: "Records by hand" },
  { value: "send_link", label: "Send to a colleague" },
  { value: "progress_spreading", label: "Progress" },
  { value: "progress_stalled", label: "Why it does not work yet" },
  { value: "success", label: "Success" },
  { value: "expired", label: "Session expired" },
];

const languageNames: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  "pt-BR": "Português (Brasil)",
  it: "Italiano",
  nl: "Nederlands",
  pl: "Polski",
  ja: "日本語",
  ar: "العربية",
};

/** The widget itself, on an example: it sends nothing. `load` is replaced in tests. */
export function WidgetPreview({
  theme,
  brand,
  load = loadPreview,
}: {
  theme: WidgetTheme;
  brand: Brand;
  load?: () => Promise<MountPreview>;
}) {
  const [example, setExample] = useState<ExampleName>("domain");
  const [language, setLanguage] = useState<Language>("en");
  const place = useRef<HTMLDivElement>(null);
  const mounted = useRef<ReturnType<MountPreview> | null>(null);
  const [status, setStatus] = useState<"loading" | "shown" | "failed">("loading");
  const options = { theme, brand, colorScheme: theme.colorScheme, language, example };

  const show = useEffectEvent((mount: MountPreview) => {
    if (!place.current) return;
    mounted.current = mount(place.current, options);
    setStatus("shown");
  });
  useEffect(() => {
    let wanted = true;
    load().then(
      (mount) => wanted && show(mount),
      () => wanted && setStatus("failed"),
    );
    return () => {
      wanted = false;
      mounted.current?.unmount();
      mounted.current = null;
    };
  }, [load]);
  const key = JSON.stringify(options);
  const update = useEffectEvent(() => mounted.current?.update(options));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all that is shown
  useEffect(update, [key]);

  return (
    <Section padded title="Preview" description="The widget on an example. What you change shows at once.">
      <div className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Step">
            <Select options={examples} value={example} onValueChange={setExample} />
          </Field>
          <Field label="Language">
            <Select
              options={languages.map((value) => ({ value, label: languageNames[value] }))}
              value={language}
              onValueChange={setLanguage}
            />
          </Field>
        </div>
        {/* Its height never changes: a step that is longer scrolls, also with the keyboard. */}
        <section
          aria-label="The widget"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
          tabIndex={0}
          className="relative h-[36rem] overflow-auto rounded-lg border border-line bg-paper"
          aria-busy={status === "loading"}
        >
          <div ref={place} className="min-h-full" />
          {status === "loading" && <Skeleton className="absolute inset-4" />}
          {status === "failed" && (
            <p role="alert" className="absolute inset-0 grid place-items-center p-4 text-center text-ink-soft">
              The preview could not be loaded. Reload the page to try again.
            </p>
          )}
        </section>
      </div>
    </Section>
  );
}
