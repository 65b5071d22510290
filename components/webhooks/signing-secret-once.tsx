"use client";

import { SecretOnce } from "@/components/applications/secret-once";
import { CodeBlock } from "@/components/ui/code-block";
import { verifySamples } from "@/components/webhooks/verify-samples";

export function SigningSecretOnce(props: { title: string; secret: string; onStored: () => void }) {
  return (
    <SecretOnce {...props} name="the signing secret" storedLabel="I stored the secret">
      <div className="grid gap-2">
        <p className="text-sm">Verify each message with it. Any Standard Webhooks library takes the secret as is:</p>
        <CodeBlock label="how to verify a message" samples={verifySamples} />
      </div>
    </SecretOnce>
  );
}
