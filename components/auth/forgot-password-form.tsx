"use client";

import Link from "next/link";
import { useState } from "react";
import { AuthButton } from "@/components/auth/auth-button";
import { postForm } from "@/components/auth/auth-calls";
import { AuthCard, FormError, textLink } from "@/components/auth/auth-card";
import { useAuthLimits } from "@/components/auth/auth-limits";
import { SandboxMailsLink } from "@/components/auth/sandbox-mails-link";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { useForm } from "@/components/ui/use-form";

export function ForgotPasswordForm({ sandbox }: { sandbox: boolean }) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const limits = useAuthLimits();
  const { busy, bind, errorAt, problem } = useForm(async (values) => {
    await postForm("forgot-password", values);
    setMailedTo(values.email ?? "");
  }, "email");
  const back = (
    <Link href="/sign-in" className={textLink}>
      Back to sign in
    </Link>
  );
  if (mailedTo !== null) {
    const lead = `If ${mailedTo} has an account, a link to set a new password is on its way. It is good for one hour.`;
    return (
      <AuthCard title="Read your mail" lead={lead} footer={back}>
        {sandbox && <SandboxMailsLink />}
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Forgot your password?" lead="We mail you a link to set a new one." footer={back}>
      <form {...bind} className="grid gap-5">
        <FormError message={problem} />
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
          Mail me a link
        </AuthButton>
      </form>
    </AuthCard>
  );
}
