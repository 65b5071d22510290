"use client";

import { AuthButton } from "@/components/auth/auth-button";
import { postForm } from "@/components/auth/auth-calls";
import { FormError } from "@/components/auth/auth-card";
import { useForm } from "@/components/ui/use-form";

/** For someone who is already signed in with the invited address. */
export function AcceptInvitation({ token, company }: { token: string; company: string }) {
  const { busy, bind, problem } = useForm(async () => {
    await postForm("accept-invitation", { token });
    window.location.assign("/");
    await new Promise(() => undefined);
  });
  return (
    <form {...bind} className="grid gap-5">
      <FormError message={problem} />
      <AuthButton type="submit" busy={busy}>
        <span className="truncate">Join {company}</span>
      </AuthButton>
    </form>
  );
}
