import { type EdgeSettings, edgeSettingsSchema } from "@/lib/edge/protocol/settings";
import { createControlPlane } from "@/lib/edge/responder/control-plane";
import { errorText } from "@/lib/kernel/errors";

export type SettingsAnswer =
  | { kind: "settings"; settings: EdgeSettings }
  | { kind: "refused"; url: string }
  | { kind: "none"; reason: string };

const timeoutMs = 5_000;
const maxBytes = 1_000_000;

/** Asks each of the control plane's URLs until one answers. */
export async function askForSettings(urls: readonly string[], edgeToken: string): Promise<SettingsAnswer> {
  let reason = "no URL";
  for (const url of urls) {
    const answer = await ask(url, edgeToken);
    if (answer.kind !== "none") return answer;
    reason = answer.reason;
  }
  return { kind: "none", reason };
}

async function ask(url: string, edgeToken: string): Promise<SettingsAnswer> {
  const controlPlane = createControlPlane([url], edgeToken);
  const { signal } = new AbortController();
  try {
    const { status, body } = await controlPlane.ask({ path: "/internal/edge/settings", timeoutMs, maxBytes, signal });
    if (status === 401 || status === 403) return { kind: "refused", url };
    if (status !== 200) return { kind: "none", reason: `${url}: HTTP ${status}` };
    return { kind: "settings", settings: edgeSettingsSchema.parse(JSON.parse(body.toString("utf8"))) };
  } catch (error) {
    return { kind: "none", reason: `${url}: ${errorText(error)}` };
  } finally {
    controlPlane.close();
  }
}
