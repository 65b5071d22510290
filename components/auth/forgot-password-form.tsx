"use client";

import { useState } from "react";
import { AuthButton } from "@/components/auth/auth-button";
import { postForm } from "@/components/auth/auth-calls";
import { AuthCard, FormError, textLink } from "@/components/auth/auth-card";
import { useAuthLimits } from "@/components/auth/auth-limits";
import { SandboxMailsLink } from "@/components/auth/sandbox-mails-link";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextInput } from "@/components/ui/text-input";
import { useForm } from "@/components/ui/use-form";

export function ForgotPasswordForm({ sandbox }: { sandbox: boolean }) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const limits = useAuthLimits();
  const form = useForm(async (values) => {
    await postForm("forgot-password", values);
    setMailedTo(values.email ?? "");
  }, "email");
  const { busy, errorAt, problem } = form;
  const back = (
    <a href="/sign-in" className={textLink}>
      Back to sign in
    </a>
  );
  if (mailedTo !== null) {
    const lead = `If ${mailedTo} has an account, we sent a link to set a new password. It works for one hour.`;
    return (
      <AuthCard title="Check your email" lead={lead} footer={back}>
        {sandbox && <SandboxMailsLink />}
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Forgot your password?" lead="We email you a link to set a new one." footer={back}>
      <Form form={form} banner={<FormError message={problem} />}>
        <Field label="Email" error={errorAt("email")}>
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={limits.email}
          />
        </Field>
        <AuthButton type="submit" busy={busy}>
          Email me a link
        </AuthButton>
      </Form>
    </AuthCard>
  );
}
