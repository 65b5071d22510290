"use client";

import { useRouter } from "next/navigation";
import { useShellSession } from "@/components/session/shell-session";
import { SettingsHeader } from "@/components/settings/settings-header";
import { LeaveCompany } from "@/components/team/leave-company";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Form } from "@/components/ui/form";
import { KeyValues } from "@/components/ui/key-values";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { useEndpointForm } from "@/components/ui/use-endpoint-form";
import { updateTenantCall } from "@/lib/api/calls/update-tenant";
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
                label: "ID",
                value: (
                  <span className="flex items-center gap-2">
                    <span className="font-mono text-[13px] [overflow-wrap:anywhere]">{tenant.id}</span>
                    <CopyButton text={tenant.id} label="the company's ID" />
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
          You lose access to {tenant.name} and its domains. Your account stays. If you are the last owner, make someone
          else an owner first.
        </p>
      </Section>
    </div>
  );
}

function CompanyName({ name }: { name: string }) {
  const router = useRouter();
  const form = useEndpointForm(updateTenantCall, {
    initial: { name },
    toInput: (draft) => draft,
    onSuccess: (tenant, reset) => {
      reset({ name: tenant.name });
      toast({ title: "Company name saved" });
      // The shell shows it, too.
      router.refresh();
    },
  });
  return (
    <Form
      form={form}
      className="grid max-w-md gap-3"
      actions={
        <Button type="submit" busy={form.busy} disabled={!form.dirty} className="justify-self-start">
          Save
        </Button>
      }
    >
      <Field label="Name" hint="Shown to your team and in invitations." error={form.errorOf("name")}>
        <TextInput {...form.text("name")} autoComplete="organization" />
      </Field>
    </Form>
  );
}
