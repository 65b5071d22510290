"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { passwordHint } from "@/components/auth/password-hint";
import { PasswordInput } from "@/components/auth/password-input";
import { useShellSession } from "@/components/session/shell-session";
import { Devices } from "@/components/settings/devices";
import { SettingsHeader } from "@/components/settings/settings-header";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { updateUserEndpoint } from "@/lib/api/endpoints/session";

export function ProfileSettings() {
  const { user } = useShellSession();
  return (
    <div className="grid gap-6">
      <SettingsHeader current="/settings/profile" />
      <Section padded title="You" description={user.email}>
        <YourName saved={user.name} />
      </Section>
      <Section
        padded
        title="Password"
        description={
          user.hasPassword
            ? "A new one signs every other browser out."
            : "You sign in with GitHub or Google. With a password you can sign in without them, too."
        }
      >
        <NewPassword hasPassword={user.hasPassword} email={user.email} />
      </Section>
      <Devices />
    </div>
  );
}

function YourName({ saved }: { saved: string }) {
  const router = useRouter();
  const [name, setName] = useState(saved);
  const rename = useMutation({
    mutationFn: () => request(updateUserEndpoint, { name }),
    onSuccess: () => {
      toast({ title: "Your name was saved" });
      router.refresh();
    },
  });
  const other = errorElsewhere(rename.error, ["name"]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!rename.isPending) rename.mutate();
  }

  return (
    <form noValidate onSubmit={submit} className="grid max-w-md gap-3">
      <Field label="Name" hint="What your team sees beside what you do." error={errorAt(rename.error, "name")}>
        <TextInput name="name" autoComplete="name" value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {other && (
        <p role="alert" className="text-bad">
          {other}
        </p>
      )}
      <Button type="submit" busy={rename.isPending} disabled={name.trim() === saved} className="justify-self-start">
        Save
      </Button>
    </form>
  );
}

function NewPassword({ hasPassword, email }: { hasPassword: boolean; email: string }) {
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => request(updateUserEndpoint, { password, ...(hasPassword ? { currentPassword: current } : {}) }),
    onSuccess: () => {
      setCurrent("");
      setPassword("");
      toast({ title: "Your password was changed" });
    },
    // Passwords stay in no cache.
    gcTime: 0,
  });
  const other = errorElsewhere(change.error, ["password", "current_password"]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  }

  return (
    <form noValidate onSubmit={submit} className="grid max-w-md gap-3">
      {/* Password managers want to know whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {hasPassword && (
        <Field label="Current password" error={errorAt(change.error, "current_password")}>
          <PasswordInput
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
      )}
      <Field label="New password" hint={passwordHint} error={errorAt(change.error, "password")}>
        <PasswordInput
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {other && (
        <p role="alert" className="text-bad">
          {other}
        </p>
      )}
      <Button type="submit" busy={change.isPending} disabled={password === ""} className="justify-self-start">
        Change the password
      </Button>
    </form>
  );
}
