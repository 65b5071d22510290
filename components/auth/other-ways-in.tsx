"use client";

import { useState } from "react";
import { AuthButton } from "@/components/auth/auth-button";
import { signIn, signInWith } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { ApiError } from "@/lib/api/client";

const names = { github: "GitHub", google: "Google" } as const;

export type Provider = keyof typeof names;

/** A demo user of the sandbox, whose password is public. */
export type SandboxPerson = { label: string; email: string; password: string; next: string };

/** Other ways to sign in: identity providers and, in the sandbox, its demo users. */
export function OtherWaysIn({
  providers,
  people,
  next,
}: {
  providers: readonly Provider[];
  people: readonly SandboxPerson[];
  next: string;
}) {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (providers.length + people.length === 0) return null;

  async function run(name: string, work: () => Promise<void>): Promise<void> {
    setBusy(name);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : "Something went wrong. Reload the page.");
      setBusy(null);
    }
  }

  return (
    <div className="grid gap-3">
      <p className="flex items-center gap-3 text-ink-soft text-sm before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {people.length > 0 ? "or, in the sandbox" : "or"}
      </p>
      <FormError message={problem} />
      {people.map((person) => (
        <AuthButton
          key={person.email}
          variant="plain"
          busy={busy === person.email}
          onClick={() =>
            run(person.email, async () => {
              await signIn({ email: person.email, password: person.password });
              window.location.assign(person.next);
            })
          }
        >
          {person.label}
        </AuthButton>
      ))}
      {providers.map((provider) => (
        <AuthButton
          key={provider}
          variant="plain"
          busy={busy === provider}
          onClick={() => run(provider, () => signInWith(provider, next))}
        >
          Continue with {names[provider]}
        </AuthButton>
      ))}
    </div>
  );
}
