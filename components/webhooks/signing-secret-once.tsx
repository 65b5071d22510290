"use client";

import { SecretOnce } from "@/components/applications/secret-once";
import { CodeBlock } from "@/components/ui/code-block";
import { verifySamples } from "@/components/webhooks/verify-samples";

export function SigningSecretOnce(props: { title: string; secret: string; onStored: () => void }) {
  return (
    <SecretOnce {...props} name="the signing secret" storedLabel="I stored the secret where my receiver finds it">
      <div className="grid gap-2">
        <p className="text-sm">
          Your receiver checks each message with it. Any library of Standard Webhooks takes the secret as it is:
        </p>
        <CodeBlock label="how a message is verified" samples={verifySamples} />
      </div>
    </SecretOnce>
  );
}
