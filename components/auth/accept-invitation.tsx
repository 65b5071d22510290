"use client";

import { postForm } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { useAuthForm } from "@/components/auth/use-auth-form";
import { Button } from "@/components/ui/button";

/** For who is signed in with the invited address already. */
export function AcceptInvitation({ token, company }: { token: string; company: string }) {
  const { busy, bind, formError } = useAuthForm([], async () => {
    await postForm("accept-invitation", { token });
    window.location.assign("/");
    await new Promise(() => undefined);
  });
  return (
    <form {...bind} className="grid gap-5">
      <FormError message={formError} />
      <Button type="submit" busy={busy} className="w-full">
        <span className="truncate">Join {company}</span>
      </Button>
    </form>
  );
}
