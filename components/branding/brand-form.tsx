"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { brandingQuery } from "@/components/branding/queries";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Switch } from "@/components/ui/switch";
import { TextInput, UrlInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { accentOf } from "@/lib/accounts/branding/accent";
import type { Brand, BrandingResource } from "@/lib/accounts/branding/schema";
import { updateBrandingCall } from "@/lib/api/calls/update-branding";
import { planNames, plans } from "@/lib/kernel/plans";

type BrandFormProps = {
  branding: BrandingResource;
  companyName: string;
  mayChange: boolean;
  /** What is typed, for the preview. */
  onDraft: (draft: Partial<Brand>) => void;
};

const ownColor = "#0b5a4b";

/** The smallest plan that allows it. */
const neededPlan = planNames.find((name) => plans[name].features.hidePoweredBy);

export function BrandForm({ branding, companyName, mayChange, onDraft }: BrandFormProps) {
  const client = useQueryClient();
  const form = useEndpointForm(updateBrandingCall, {
    initial: toDraft(branding),
    toInput: ({ displayName, color, helpUrl, hidePoweredBy }) => ({
      displayName: orNull(displayName),
      color: orNull(color),
      helpUrl: toHelpUrl(helpUrl),
      ...(hidePoweredBy === branding.hidePoweredBy ? {} : { hidePoweredBy }),
    }),
    messages: {
      color: "A color as #rrggbb, such as #1f4fd8.",
      helpUrl: "An https:// address, or an email address.",
    },
    onSuccess: (saved, reset) => {
      client.setQueryData(brandingQuery.queryKey, saved);
      reset(toDraft(saved));
      toast({ title: "Branding saved" });
    },
  });
  const { displayName, color, helpUrl } = form.draft;
  const shownColor = colorIn(color);
  useEffect(() => {
    onDraft({
      name: orNull(displayName) ?? companyName,
      color: shownColor,
      helpUrl: toHelpUrl(helpUrl),
    });
  }, [displayName, helpUrl, shownColor, companyName, onDraft]);
  return (
    <Form
      form={form}
      actions={
        <Button type="submit" busy={form.busy} disabled={!mayChange || !form.dirty} className="justify-self-start">
          Save
        </Button>
      }
    >
      <Field label="Display name" optional hint={`Default: ${companyName}`} error={form.errorOf("displayName")}>
        <TextInput {...form.text("displayName")} disabled={!mayChange} autoComplete="organization" />
      </Field>
      <Field
        label="Color"
        optional
        hint={shownColor === null ? "Of buttons and links, as #rrggbb." : colorHint(shownColor)}
        error={form.errorOf("color")}
      >
        <div className="flex gap-2">
          <UrlInput {...form.text("color")} inputMode="text" placeholder={ownColor} disabled={!mayChange} />
          <input
            type="color"
            aria-label="Pick a color"
            value={shownColor ?? ownColor}
            disabled={!mayChange}
            onChange={(event) => form.set({ color: event.target.value })}
            className="control w-12 shrink-0 cursor-pointer rounded-lg border border-line-strong bg-card p-1 disabled:cursor-not-allowed disabled:opacity-60"
          />
        </div>
      </Field>
      <Field
        label="Help"
        optional
        hint="Where people get help from you: an https address, or an email address."
        error={form.errorOf("helpUrl")}
      >
        <UrlInput {...form.text("helpUrl")} placeholder="help@example.com" disabled={!mayChange} />
      </Field>
      <PoweredBy
        branding={branding}
        checked={form.draft.hidePoweredBy}
        mayChange={mayChange}
        onChange={(hidePoweredBy) => form.set({ hidePoweredBy })}
      />
    </Form>
  );
}

function PoweredBy({
  branding,
  checked,
  mayChange,
  onChange,
}: {
  branding: BrandingResource;
  checked: boolean;
  mayChange: boolean;
  onChange: (value: boolean) => void;
}) {
  const isAllowed = branding.poweredByRemovable;
  const needed = neededPlan === undefined ? "" : `Needs the ${plans[neededPlan].title} plan or a larger one.`;
  return (
    <Switch
      label="Hide “Powered by Latchkey”"
      hint={isAllowed ? "On share pages and in mails." : needed}
      checked={checked}
      disabled={!mayChange || (!isAllowed && !checked)}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

function toDraft({ displayName, color, helpUrl, hidePoweredBy }: BrandingResource) {
  return {
    displayName: displayName ?? "",
    color: color ?? "",
    helpUrl: helpUrl?.replace(/^mailto:/i, "") ?? "",
    hidePoweredBy,
  };
}

function orNull(text: string): string | null {
  return text.trim() === "" ? null : text.trim();
}

/** People type an address without its scheme. */
function toHelpUrl(text: string): string | null {
  const value = orNull(text);
  return value?.includes("@") && !value.includes("/") ? `mailto:${value.replace(/^mailto:/i, "")}` : value;
}

function colorIn(text: string): string | null {
  const value = text.trim().toLowerCase();
  return /^#[0-9a-f]{6}$/.test(value) ? value : null;
}

/** Why a color is not shown as it is. */
function colorHint(color: string): string {
  const { light, dark } = accentOf(color);
  const shown = [
    light.corrected ? `${light.background} on light pages` : "",
    dark.corrected ? `${dark.background} on dark pages` : "",
  ].filter(Boolean);
  return shown.length === 0
    ? "Can be read on light and dark pages."
    : `Shown as ${shown.join(", and as ")}, so that text in it can be read (contrast of 4.5 to 1).`;
}
