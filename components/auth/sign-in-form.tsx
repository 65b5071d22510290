"use client";

import Link from "next/link";
import { useState } from "react";
import { AuthButton } from "@/components/auth/auth-button";
import { signIn } from "@/components/auth/auth-calls";
import { FormError, textLink } from "@/components/auth/auth-card";
import { PasswordInput } from "@/components/auth/password-input";
import { useAuthForm } from "@/components/auth/use-auth-form";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";

const fields = ["email", "password"];

/** Email and password. With the `token` of a verification mail, it also confirms the address that the mail went to. */
export function SignInForm({
  next,
  email,
  token,
  problem,
}: {
  /** Where to go then: a path of ours. */
  next: string;
  email?: string | undefined;
  token?: string;
  /** What went wrong before this page. */
  problem?: string | null;
}) {
  const [tried, setTried] = useState(false);
  const { busy, bind, errorOf, formError } = useAuthForm(fields, async ({ email = "", password = "" }) => {
    setTried(true);
    await signIn({ email, password, ...(token ? { token } : {}) });
    window.location.assign(next);
    // The button stays busy until the next page is there.
    await new Promise(() => undefined);
  });
  return (
    <form {...bind} className="grid gap-5">
      <FormError message={formError ?? (tried ? null : (problem ?? null))} />
      <Field label="Email" error={errorOf("email")}>
        <TextInput
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          defaultValue={email}
          readOnly={token !== undefined}
        />
      </Field>
      <Field
        label="Password"
        error={errorOf("password")}
        aside={
          <Link href="/forgot-password" className={textLink}>
            Forgot it?
          </Link>
        }
      >
        <PasswordInput name="password" autoComplete="current-password" maxLength={256} />
      </Field>
      <AuthButton type="submit" busy={busy}>
        {token ? "Confirm and sign in" : "Sign in"}
      </AuthButton>
    </form>
  );
}
