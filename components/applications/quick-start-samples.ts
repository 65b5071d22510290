import type { Environment } from "@/components/applications/environment-badge";
import type { CodeSample } from "@/components/ui/code-block";

type Place = { appUrl: string; applicationId: string };

/** Connects a hostname and prints the records to publish. Runs as is, with the key in LATCHKEY_KEY. */
export function connectSamples({ appUrl, applicationId }: Place, hostname: string): CodeSample[] {
  return [
    {
      language: "curl",
      code: `curl ${appUrl}/v1/connections \\
  -H "Authorization: Bearer $LATCHKEY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"application_id": "${applicationId}", "hostname": "${hostname}"}'`,
    },
    {
      language: "Node",
      code: `const response = await fetch("${appUrl}/v1/connections", {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.LATCHKEY_KEY}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify({
    application_id: "${applicationId}",
    hostname: "${hostname}",
  }),
});
const connection = await response.json();
if (!response.ok) throw new Error(connection.error.message);

// Your customer publishes these once: the proof of ownership, and the records for visitors.
console.log(connection.ownership_challenge, connection.desired_records);`,
    },
    {
      language: "Python",
      code: `import json, os, urllib.request

request = urllib.request.Request(
    "${appUrl}/v1/connections",
    method="POST",
    headers={
        "Authorization": "Bearer " + os.environ["LATCHKEY_KEY"],
        "Content-Type": "application/json",
    },
    data=json.dumps({
        "application_id": "${applicationId}",
        "hostname": "${hostname}",
    }).encode(),
)
with urllib.request.urlopen(request) as response:
    connection = json.load(response)

# Your customer publishes these once: the proof of ownership, and the records for visitors.
print(connection["ownership_challenge"], connection["desired_records"])`,
    },
  ];
}

/** Creates a token for one visitor's browser, which connects one hostname without the key. */
export function tokenSamples({ appUrl, applicationId }: Place, hostname: string): CodeSample[] {
  return [
    {
      language: "curl",
      code: `curl ${appUrl}/v1/tokens \\
  -H "Authorization: Bearer $LATCHKEY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"application_id": "${applicationId}", "domain": "${hostname}"}'`,
    },
    {
      language: "Node",
      code: `const response = await fetch("${appUrl}/v1/tokens", {
  method: "POST",
  headers: {
    authorization: \`Bearer \${process.env.LATCHKEY_KEY}\`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ application_id: "${applicationId}", domain: "${hostname}" }),
});
const { auth_token, expires_at } = await response.json();
console.log(auth_token, expires_at);`,
    },
    {
      language: "Python",
      code: `import json, os, urllib.request

request = urllib.request.Request(
    "${appUrl}/v1/tokens",
    method="POST",
    headers={
        "Authorization": "Bearer " + os.environ["LATCHKEY_KEY"],
        "Content-Type": "application/json",
    },
    data=json.dumps({"application_id": "${applicationId}", "domain": "${hostname}"}).encode(),
)
with urllib.request.urlopen(request) as response:
    token = json.load(response)
print(token["auth_token"], token["expires_at"])`,
    },
  ];
}

/** Creates an application; shown with the empty list. */
export function createApplicationSamples(appUrl: string): CodeSample[] {
  return [
    {
      language: "curl",
      code: `curl ${appUrl}/v1/applications \\
  -H "Authorization: Bearer $LATCHKEY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"name": "Shop", "environment": "live", "upstream": "https://shops.example.net"}'`,
    },
  ];
}

/** Sets the key for the samples. */
export function keySample(environment: Environment): string {
  return `export LATCHKEY_KEY=sk_${environment}_…`;
}
