import { Unlink } from "lucide-react";
import { headers } from "next/headers";
import { pageRuntime } from "@/app/page-runtime";
import { ConnectShell } from "@/components/diagnosis/connect-shell";
import { getBrand } from "@/lib/accounts/branding/get-brand";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import { onBehalfOf } from "@/lib/platform/ports/context";

/** At a company's own hostname, this page is the company's as well. */
export default async function NotFound() {
  const { service } = await pageRuntime();
  const tenantId = (await headers()).get(shareTenantHeader);
  const brand = tenantId === null ? null : await getBrand(onBehalfOf(service, tenantId, { kind: "worker" }));
  return (
    <ConnectShell brand={brand}>
      <div className="grid justify-items-start gap-4 py-10">
        <title>{`This link no longer works · ${brand?.name ?? "Latchkey"}`}</title>
        <span aria-hidden className="flex size-11 items-center justify-center rounded-xl bg-quiet-soft text-quiet">
          <Unlink className="size-5" />
        </span>
        <div className="grid gap-1">
          <h1 className="font-semibold text-2xl tracking-tight">This link no longer works</h1>
          <p className="max-w-prose text-ink-soft">
            It expired or was revoked, or the address is incomplete. Ask the sender for a new one. The records you have
            published are not affected.
          </p>
        </div>
      </div>
    </ConnectShell>
  );
}
