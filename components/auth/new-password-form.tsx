"use client";

import { AuthButton } from "@/components/auth/auth-button";
import { postForm, signIn } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { passwordHint } from "@/components/auth/password-hint";
import { PasswordInput } from "@/components/auth/password-input";
import { useAuthForm } from "@/components/auth/use-auth-form";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";

const fields = ["password", "name"];

/** Sets a password by a mail's link, and signs in with it: a new one, or the first one of who was invited. */
export function NewPasswordForm({
  token,
  email,
  invited = false,
}: {
  token: string;
  email: string;
  invited?: boolean;
}) {
  const { busy, bind, errorOf, formError } = useAuthForm(fields, async ({ password = "", name = "" }) => {
    if (invited) await postForm("accept-invitation", { token, password, ...(name === "" ? {} : { name }) });
    else await postForm("reset-password", { token, password });
    await signIn({ email, password });
    window.location.assign("/");
    await new Promise(() => undefined);
  });
  return (
    <form {...bind} className="grid gap-5">
      <FormError message={formError} />
      <Field label="Email">
        <TextInput name="email" type="email" autoComplete="username" defaultValue={email} readOnly />
      </Field>
      {invited && (
        <Field label="Your name" optional error={errorOf("name")}>
          <TextInput name="name" autoComplete="name" maxLength={120} />
        </Field>
      )}
      <Field label={invited ? "Password" : "New password"} error={errorOf("password")} hint={passwordHint}>
        <PasswordInput name="password" autoComplete="new-password" maxLength={256} />
      </Field>
      <AuthButton type="submit" busy={busy}>
        {invited ? "Create account and join" : "Set password and sign in"}
      </AuthButton>
    </form>
  );
}
