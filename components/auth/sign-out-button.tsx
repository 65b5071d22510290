"use client";

import { AuthButton } from "@/components/auth/auth-button";
import { signOut } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { useForm } from "@/components/ui/use-form";

/** Signs out and returns to `next`, to sign in with another account. */
export function SignOutButton({ next }: { next: string }) {
  const { busy, bind, problem } = useForm(async () => {
    await signOut();
    window.location.assign(next);
    await new Promise(() => undefined);
  });
  return (
    <form {...bind} className="grid gap-5">
      <FormError message={problem} />
      <AuthButton type="submit" variant="plain" busy={busy}>
        Sign out
      </AuthButton>
    </form>
  );
}
