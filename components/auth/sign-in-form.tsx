"use client";

import { useState } from "react";
import { AuthButton } from "@/components/auth/auth-button";
import { signIn } from "@/components/auth/auth-calls";
import { FormError, textLink } from "@/components/auth/auth-card";
import { useAuthLimits } from "@/components/auth/auth-limits";
import { PasswordInput } from "@/components/auth/password-input";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { TextInput } from "@/components/ui/text-input";
import { FieldErrors, useForm } from "@/components/ui/use-form";

/** Signs in by email and password. With the `token` of a verification email, it also confirms that address. */
export function SignInForm({
  next,
  email,
  token,
  problem: before,
}: {
  /** The path to open afterwards. */
  next: string;
  email?: string | undefined;
  token?: string;
  /** An error of the previous page. */
  problem?: string | null;
}) {
  const [tried, setTried] = useState(false);
  const limits = useAuthLimits();
  const form = useForm(async ({ email = "", password = "" }) => {
    setTried(true);
    const missing = {
      ...(email.trim() === "" ? { email: "Enter your email address." } : {}),
      ...(password === "" ? { password: "Enter your password." } : {}),
    };
    if (Object.keys(missing).length > 0) throw new FieldErrors(missing);
    await signIn({ email, password, ...(token ? { token } : {}) });
    window.location.assign(next);
    // The button stays busy until the next page loads.
    await new Promise(() => undefined);
  }, "email");
  const { busy, errorAt, problem } = form;
  return (
    <Form form={form} banner={<FormError message={problem ?? (tried ? null : (before ?? null))} />}>
      {token !== undefined && (
        <div className="grid gap-1.5">
          <p className="font-medium text-sm">Email</p>
          <p className="[overflow-wrap:anywhere]">{email}</p>
          {/* For password managers, which look for the name beside the password. */}
          <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        </div>
      )}
      {token === undefined && (
        <Field label="Email" error={errorAt("email")}>
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={limits.email}
            defaultValue={email}
            autoFocus={email === undefined}
          />
        </Field>
      )}
      <Field
        label="Password"
        error={errorAt("password")}
        aside={
          <a href="/forgot-password" className={textLink}>
            Forgot password?
          </a>
        }
      >
        <PasswordInput
          name="password"
          autoComplete="current-password"
          maxLength={limits.password}
          autoFocus={email !== undefined}
        />
      </Field>
      <AuthButton type="submit" busy={busy}>
        {token ? "Confirm and sign in" : "Sign in"}
      </AuthButton>
    </Form>
  );
}
