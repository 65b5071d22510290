import { errorResponse } from "@/lib/api/error-response";
import type { Route } from "@/lib/api/handle";
import { readText } from "@/lib/api/read-input";
import { getRuntime } from "@/lib/api/runtime";
import { stopMails } from "@/lib/diagnosis/stop-mails";
import { newId } from "@/lib/kernel/ids";
import { shareTenantHeader } from "@/lib/kernel/site-headers";

const maxBytes = 10_000;

/**
 * `POST /connect/stop/{token}`: by the button of the page, which is shown again, or by a mail program, which follows no
 * redirect (RFC 8058). The token is all that counts.
 */
export const answerStopMails: Route = async (request, { token = "" }) => {
  const { service, env } = await getRuntime();
  try {
    const body = await readText(request, maxBytes);
    await stopMails(service, { token, tenantId: request.headers.get(shareTenantHeader) });
    if (body.includes("List-Unsubscribe=One-Click")) return new Response("Stopped.\n", { status: 200 });
    return new Response(null, { status: 303, headers: { location: `/connect/stop/${encodeURIComponent(token)}` } });
  } catch (error) {
    return errorResponse(error, newId(service.now()), env.appUrl, service.log);
  }
};
