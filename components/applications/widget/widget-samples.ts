import type { CodeSample } from "@/components/ui/code-block";

/** What opens the widget in a page of the integrator. Both files, so that a strict policy without inline scripts takes them. */
export function widgetSamples(appUrl: string): CodeSample[] {
  return [
    {
      language: "HTML",
      code: `<button id="connect-domain">Connect your domain</button>

<script src="${appUrl}/widget/v1.js" defer></script>
<script src="/connect-domain.js" defer></script>`,
    },
    {
      language: "JavaScript",
      code: `// connect-domain.js
// On your server: POST ${appUrl}/v1/tokens with your API key, for the visitor who is signed in.
async function fetchToken() {
  const response = await fetch("/your-server/widget-token", { method: "POST" });
  if (!response.ok) throw new Error("no token");
  return (await response.json()).auth_token;
}

document.querySelector("#connect-domain").addEventListener("click", async () => {
  Latchkey.open({
    token: await fetchToken(),
    onSuccess: ({ domain }) => console.log(domain + " is live"),
    onSessionExpired: fetchToken,
  });
});`,
    },
  ];
}
