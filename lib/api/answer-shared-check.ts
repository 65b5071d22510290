import { z } from "zod";
import { jsonResponse } from "@/lib/api/error-response";
import { plainRoute } from "@/lib/api/plain-route";
import { assertText, readBody } from "@/lib/api/read-input";
import { checkSharedConnection } from "@/lib/diagnosis/check-shared-connection";
import { shareTenantHeader } from "@/lib/kernel/site-headers";

const inputSchema = z.strictObject({ token: z.string().min(1).max(100) });

const maxBytes = 1_000;

/** “Check now” on the page behind a share link. The link's token is all that it needs, and no cookie counts. */
export const answerSharedCheck = plainRoute(async (request, { service }, requestId) => {
  const body = await readBody(request, maxBytes);
  assertText(body);
  const { token } = inputSchema.parse(body);
  await checkSharedConnection(service, { token, tenantId: request.headers.get(shareTenantHeader) });
  return jsonResponse({ checked: true }, 200, requestId);
});
