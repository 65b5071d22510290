"use client";

import { AuthButton } from "@/components/auth/auth-button";
import { postForm, signIn } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { useAuthLimits } from "@/components/auth/auth-limits";
import { passwordHint } from "@/components/auth/password-hint";
import { PasswordInput } from "@/components/auth/password-input";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextInput } from "@/components/ui/text-input";
import { useForm } from "@/components/ui/use-form";

/** Sets a password by the link of an email, and signs in with it. `invited`: it is the first one. */
export function NewPasswordForm({
  token,
  email,
  invited = false,
}: {
  token: string;
  email: string;
  invited?: boolean;
}) {
  const limits = useAuthLimits();
  const form = useForm(async ({ password = "", name = "" }) => {
    if (invited) await postForm("accept-invitation", { token, password, ...(name === "" ? {} : { name }) });
    else await postForm("reset-password", { token, password });
    await signIn({ email, password });
    window.location.assign("/");
    await new Promise(() => undefined);
  }, "password");
  const { busy, errorAt, problem } = form;
  return (
    <Form form={form} banner={<FormError message={problem} />}>
      <Field label="Email">
        <TextInput name="email" type="email" autoComplete="username" defaultValue={email} readOnly />
      </Field>
      {invited && (
        <Field label="Your name" optional error={errorAt("name")}>
          <TextInput name="name" autoComplete="name" maxLength={limits.name} />
        </Field>
      )}
      <Field label={invited ? "Password" : "New password"} error={errorAt("password")} hint={passwordHint}>
        <PasswordInput name="password" autoComplete="new-password" maxLength={limits.password} />
      </Field>
      <AuthButton type="submit" busy={busy}>
        {invited ? "Create account and join" : "Set password and sign in"}
      </AuthButton>
    </Form>
  );
}
