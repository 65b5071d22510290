"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { applicationQuery } from "@/components/applications/queries";
import { UnsavedGuard } from "@/components/applications/unsaved-guard";
import { ColorField } from "@/components/applications/widget/color-field";
import { faultText } from "@/components/applications/widget/fault-text";
import { type ThemeDraft, toDraft, toShownTheme, toTheme } from "@/components/applications/widget/theme-draft";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { SaveBar } from "@/components/ui/save-bar";
import { Section } from "@/components/ui/section";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import type { ApplicationResource, WidgetTheme } from "@/lib/accounts/applications/schema";
import { checkTheme } from "@/lib/accounts/branding/check-theme";
import type { Brand } from "@/lib/accounts/branding/schema";
import { updateApplicationCall } from "@/lib/api/calls/update-application";

/** The widget's own. */
const ownColors = { light: "#0b5a4b", dark: "#7fd8c0" };

const schemes = [
  { value: "auto", label: "As the visitor's" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;
const radii = [
  { value: "none", label: "None" },
  { value: "small", label: "Small" },
  { value: "medium", label: "Medium" },
  { value: "large", label: "Large" },
] as const;
const densities = [
  { value: "comfortable", label: "Comfortable" },
  { value: "compact", label: "Compact" },
] as const;
const fonts = [
  { value: "system", label: "The visitor's system font" },
  { value: "page", label: "The font of your page" },
  { value: "serif", label: "Serif" },
  { value: "mono", label: "Monospaced" },
] as const;

/** Colors, corners, font and spacing of the widget. `onTheme`: what is chosen so far, for the preview. */
export function ThemeForm({
  application,
  brand,
  onTheme,
}: {
  application: ApplicationResource;
  brand: Brand;
  onTheme: (theme: WidgetTheme) => void;
}) {
  const client = useQueryClient();
  const form = useEndpointForm(updateApplicationCall, {
    initial: { widget: toDraft(application.widget) },
    toInput: ({ widget }) => ({ id: application.id, widget: toTheme(widget) }),
    messages: {
      accent: "A color as #rrggbb, such as #1f4fd8.",
      accentDark: "A color as #rrggbb, such as #7fd8c0.",
    },
    onSuccess: (saved, reset) => {
      client.setQueryData(applicationQuery(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["applications"] });
      reset({ widget: toDraft(saved.widget) });
      toast({ title: "Saved", text: "Widgets that are opened from now on look like this." });
    },
  });
  const { widget } = form.draft;
  const set = (part: Partial<ThemeDraft>) => form.set({ widget: { ...widget, ...part } });
  const shown = JSON.stringify(toShownTheme(widget));
  useEffect(() => {
    onTheme(JSON.parse(shown) as WidgetTheme);
  }, [shown, onTheme]);
  const faults = checkTheme(toShownTheme(widget), brand);
  const ofDark = faults.filter(({ field }) => field === "accentDark");
  const ofAccent = faults.filter(({ field }) => field !== "accentDark");
  const light = brand.color ?? ownColors.light;
  return (
    <Section
      title="How it looks"
      description="Of the widget in your pages, and of the page behind your links."
      footer={<SaveBar form={form} />}
      padded
    >
      <Form form={form}>
        <UnsavedGuard dirty={form.dirty && !form.busy} what="the look of the widget" />
        <ColorField
          label="Accent"
          name="widget.accent"
          value={widget.accent}
          fallback={light}
          hint={<FaultHint faults={ofAccent}>Of buttons and links. Empty: {accentSource(brand)}.</FaultHint>}
          error={form.errorAt("widget.accent")}
          onChange={(accent) => set({ accent })}
        />
        <ColorField
          label="Accent on dark"
          name="widget.accent_dark"
          value={widget.accentDark}
          fallback={
            widget.accent === "" && brand.color === null ? ownColors.dark : (toShownTheme(widget).accent ?? light)
          }
          hint={<FaultHint faults={ofDark}>Empty: the accent.</FaultHint>}
          error={form.errorAt("widget.accent_dark")}
          onChange={(accentDark) => set({ accentDark })}
        />
        <Choice title="Color scheme">
          <SegmentedControl
            label="Color scheme"
            options={schemes}
            value={widget.colorScheme}
            onValueChange={(colorScheme) => set({ colorScheme })}
          />
        </Choice>
        <Choice title="Corners">
          <SegmentedControl
            label="Corners"
            options={radii}
            value={widget.radius}
            onValueChange={(radius) => set({ radius })}
          />
        </Choice>
        <Choice title="Spacing">
          <SegmentedControl
            label="Spacing"
            options={densities}
            value={widget.density}
            onValueChange={(density) => set({ density })}
          />
        </Choice>
        <Field label="Font" error={form.errorAt("widget.font")}>
          <Select name="widget.font" options={fonts} value={widget.font} onValueChange={(font) => set({ font })} />
        </Field>
        <Checkbox
          label="Show your logo"
          hint="That of your company's branding."
          name="widget.show_logo"
          checked={widget.showLogo}
          onChange={(event) => set({ showLogo: event.target.checked })}
        />
      </Form>
    </Section>
  );
}

/** Lines are kept for what may be said, so that little moves while a color is typed. */
function FaultHint({ faults, children }: { faults: Parameters<typeof faultText>[0]; children: ReactNode }) {
  return (
    <span className="block min-h-20">
      {children} <span className="text-waiting">{faultText(faults)}</span>
    </span>
  );
}

/** The legend of the control says it to screen readers. */
function Choice({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid justify-items-start gap-1.5">
      <span aria-hidden className="font-medium text-sm">
        {title}
      </span>
      {children}
    </div>
  );
}

function accentSource({ color }: Brand): string {
  return color === null ? "the widget's own green" : `your brand's color, ${color}`;
}
