"use client";

import { signOut } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { useAuthForm } from "@/components/auth/use-auth-form";
import { Button } from "@/components/ui/button";

/** Signs out, and comes back to `next` to sign in as somebody else. */
export function SignOutButton({ next }: { next: string }) {
  const { busy, bind, formError } = useAuthForm([], async () => {
    await signOut();
    window.location.assign(next);
    await new Promise(() => undefined);
  });
  return (
    <form {...bind} className="grid gap-5">
      <FormError message={formError} />
      <Button type="submit" look="plain" busy={busy} className="w-full">
        Sign out
      </Button>
    </form>
  );
}
