"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { errorAt, errorElsewhere } from "@/components/applications/field-error";
import { useShellSession } from "@/components/session/shell-session";
import { SettingsHeader } from "@/components/settings/settings-header";
import { LeaveCompany } from "@/components/team/leave-company";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { KeyValues } from "@/components/ui/key-values";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { request } from "@/lib/api/client";
import { updateTenantEndpoint } from "@/lib/api/endpoints/team";
import { type PlanName, plans } from "@/lib/kernel/plans";

export function CompanySettings() {
  const { tenant, scopes } = useShellSession();
  const plan = plans[tenant.plan as PlanName]?.title ?? tenant.plan;
  return (
    <div className="grid gap-6">
      <SettingsHeader current="/settings" />
      <Section padded title="Company">
        <div className="grid gap-6">
          {scopes.includes("apps:admin") ? (
            <CompanyName name={tenant.name} />
          ) : (
            <p className="font-medium">{tenant.name}</p>
          )}
          <KeyValues
            items={[
              {
                label: "Id",
                value: (
                  <span className="flex items-center gap-2">
                    <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{tenant.id}</span>
                    <CopyButton text={tenant.id} label="the company's id" />
                  </span>
                ),
              },
              {
                label: "Plan",
                value: (
                  <>
                    {plan} ·{" "}
                    <Link href="/usage" className="font-medium text-accent underline underline-offset-4">
                      usage and plans
                    </Link>
                  </>
                ),
              },
            ]}
          />
        </div>
      </Section>
      <Section padded title="Leave" aside={<LeaveCompany />}>
        <p className="text-ink-soft">
          You lose sight of {tenant.name} and its domains; your account stays. The last owner makes somebody else an
          owner first.
        </p>
      </Section>
    </div>
  );
}

function CompanyName({ name: saved }: { name: string }) {
  const router = useRouter();
  const [name, setName] = useState(saved);
  const rename = useMutation({
    mutationFn: () => request(updateTenantEndpoint, { name }),
    onSuccess: (tenant) => {
      setName(tenant.name);
      toast({ title: "The name was saved" });
      // The shell shows it, too.
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
      <Field label="Name" hint="Shown to your team, and in invitations." error={errorAt(rename.error, "name")}>
        <TextInput
          name="name"
          autoComplete="organization"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
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
