import type { CodeSample } from "@/components/ui/code-block";

/** How a receiver verifies a message; the secret is in SIGNING_SECRET. */
export const verifySamples: readonly CodeSample[] = [
  {
    language: "Node",
    code: `import { Webhook } from "standardwebhooks";

// rawBody: the body as received, before JSON.parse. Throws if the signature is wrong.
const message = new Webhook(process.env.SIGNING_SECRET).verify(rawBody, request.headers);`,
  },
  {
    language: "Python",
    code: `import os
from standardwebhooks import Webhook

# raw_body: the body as received. Raises if the signature is wrong.
message = Webhook(os.environ["SIGNING_SECRET"]).verify(raw_body, dict(request.headers))`,
  },
  {
    language: "By hand",
    code: `import { createHmac, timingSafeEqual } from "node:crypto";

const key = Buffer.from(secret.slice("whsec_".length), "base64");
const id = headers["webhook-id"];
const timestamp = headers["webhook-timestamp"];
if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) throw new Error("too old");

const expected = createHmac("sha256", key).update(\`\${id}.\${timestamp}.\${rawBody}\`).digest();
// During the overlap of a rotation there are two, separated by a space.
const ours = headers["webhook-signature"].split(" ").some((signature) => {
  const given = Buffer.from(signature.slice("v1,".length), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
});
if (!ours) throw new Error("not ours");`,
  },
];

/** Creates an endpoint; shown with the empty list. */
export function createEndpointSamples(appUrl: string): CodeSample[] {
  return [
    {
      language: "curl",
      code: `curl ${appUrl}/v1/webhook-endpoints \\
  -H "Authorization: Bearer $LATCHKEY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"url": "https://hooks.example.net/latchkey", "event_types": ["domain.flow.completed", "domain.drift"]}'`,
    },
  ];
}
