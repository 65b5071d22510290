import { z } from "zod";
import { jsonResponse } from "@/lib/api/error-response";
import { plainRoute } from "@/lib/api/plain-route";
import { assertText, readBody } from "@/lib/api/read-input";
import { checkSharedConnection } from "@/lib/diagnosis/check-shared-connection";
import { noteSharedOpening } from "@/lib/diagnosis/note-shared-opening";
import { shareTenantHeader } from "@/lib/kernel/site-headers";
import type { ServiceContext } from "@/lib/platform/ports/context";

const inputSchema = z.strictObject({ token: z.string().min(1).max(100) });

const maxBytes = 1_000;

/** “Check now” on the page behind a share link. */
export const answerSharedCheck = answerSharedPage(checkSharedConnection);

/** The page's scripts ran, so that it was opened by a browser and not by the preview of a chat or a mail. */
export const answerSharedOpening = answerSharedPage(noteSharedOpening);

/** A call of that page: the link's token is all that it needs, and no cookie counts. */
function answerSharedPage(
  verb: (service: ServiceContext, input: { token: string; tenantId: string | null }) => Promise<void>,
): (request: Request) => Promise<Response> {
  return plainRoute(async (request, { service }, requestId) => {
    const body = await readBody(request, maxBytes);
    assertText(body);
    const { token } = inputSchema.parse(body);
    await verb(service, { token, tenantId: request.headers.get(shareTenantHeader) });
    return jsonResponse({}, 200, requestId);
  });
}
