"use client";

import { MailCheck } from "lucide-react";
import { useState } from "react";
import { AuthButton } from "@/components/auth/auth-button";
import { postForm } from "@/components/auth/auth-calls";
import { AuthCard, FormError, textLink } from "@/components/auth/auth-card";
import { useAuthLimits } from "@/components/auth/auth-limits";
import { passwordHint } from "@/components/auth/password-hint";
import { PasswordInput } from "@/components/auth/password-input";
import { SandboxMailsLink } from "@/components/auth/sandbox-mails-link";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { Notice } from "@/components/ui/notice";
import { TextInput } from "@/components/ui/text-input";
import { useForm } from "@/components/ui/use-form";

export function SignUpForm({ sandbox }: { sandbox: boolean }) {
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  const limits = useAuthLimits();
  const form = useForm(async (values) => {
    await postForm("sign-up", values);
    setMailedTo(values.email ?? "");
  }, "company_name");
  const { busy, errorAt, problem } = form;
  if (mailedTo !== null) {
    return (
      <AuthCard
        title="Check your email"
        lead={`We sent a link to ${mailedTo}. It confirms your address and works for 24 hours.`}
      >
        <Notice tone="good" icon={MailCheck}>
          Nothing there after a few minutes? Check your spam folder, or sign in to get a new link.
        </Notice>
        {sandbox && <SandboxMailsLink />}
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title="Create your account"
      lead="For your company. You invite your colleagues later."
      footer={
        <>
          Already have an account?{" "}
          <a href="/sign-in" className={textLink}>
            Sign in
          </a>
        </>
      }
    >
      <Form form={form} banner={<FormError message={problem} />}>
        <Field label="Company" error={errorAt("company_name")}>
          <TextInput name="company_name" autoComplete="organization" maxLength={limits.companyName} />
        </Field>
        <Field label="Your name" optional error={errorAt("name")}>
          <TextInput name="name" autoComplete="name" maxLength={limits.name} />
        </Field>
        <Field label="Work email" error={errorAt("email")}>
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
        <Field label="Password" error={errorAt("password")} hint={passwordHint}>
          <PasswordInput name="password" autoComplete="new-password" maxLength={limits.password} />
        </Field>
        <AuthButton type="submit" busy={busy}>
          Create account
        </AuthButton>
      </Form>
    </AuthCard>
  );
}
