"use client";

import { useRouter } from "next/navigation";
import { passwordHint } from "@/components/auth/password-hint";
import { PasswordInput } from "@/components/auth/password-input";
import { useShellSession } from "@/components/session/shell-session";
import { Devices } from "@/components/settings/devices";
import { SettingsHeader } from "@/components/settings/settings-header";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { updateUserCall } from "@/lib/api/calls/update-user";

export function ProfileSettings() {
  const { user } = useShellSession();
  return (
    <div className="grid gap-6">
      <SettingsHeader current="/settings/profile" />
      <Section padded title="Profile" description={user.email}>
        <YourName name={user.name} />
      </Section>
      <Section
        padded
        title="Password"
        description={
          user.hasPassword
            ? "Changing it signs you out of every other browser."
            : "You sign in with GitHub or Google. Set a password to sign in without them."
        }
      >
        <NewPassword hasPassword={user.hasPassword} email={user.email} />
      </Section>
      <Devices />
    </div>
  );
}

function YourName({ name }: { name: string }) {
  const router = useRouter();
  const form = useEndpointForm(updateUserCall, {
    initial: { name },
    toInput: (draft) => draft,
    onSuccess: () => {
      toast({ title: "Name saved" });
      router.refresh();
    },
  });
  return (
    <Form
      form={form}
      className="grid max-w-md gap-3"
      actions={
        <Button type="submit" busy={form.busy} disabled={!form.dirty} className="justify-self-start">
          Save
        </Button>
      }
    >
      <Field label="Name" hint="Your team sees it next to your changes." error={form.errorOf("name")}>
        <TextInput {...form.text("name")} autoComplete="name" />
      </Field>
    </Form>
  );
}

const empty = { currentPassword: "", password: "" };

function NewPassword({ hasPassword, email }: { hasPassword: boolean; email: string }) {
  const form = useEndpointForm(updateUserCall, {
    initial: empty,
    toInput: ({ password, currentPassword }) => ({ password, ...(hasPassword ? { currentPassword } : {}) }),
    onSuccess: (_, reset) => {
      reset(empty);
      toast({ title: "Password changed" });
    },
  });
  return (
    <Form
      form={form}
      className="grid max-w-md gap-3"
      actions={
        <Button type="submit" busy={form.busy} disabled={form.draft.password === ""} className="justify-self-start">
          Change password
        </Button>
      }
    >
      {/* Password managers read from it whose password this is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {hasPassword && (
        <Field label="Current password" error={form.errorOf("currentPassword")}>
          <PasswordInput {...form.text("currentPassword")} autoComplete="current-password" />
        </Field>
      )}
      <Field label="New password" hint={passwordHint} error={form.errorOf("password")}>
        <PasswordInput {...form.text("password")} autoComplete="new-password" />
      </Field>
    </Form>
  );
}
