import { type Context, onBehalfOf, type ServiceContext } from "@/lib/context";
import { Refusal } from "@/lib/errors";

/**
 * The bearer of a widget token. The application is looked up each time: to delete it is to end its tokens at once, and
 * its `allowed_origins` are those of now.
 * @throws Refusal unauthorized, token_expired
 */
export async function authenticateToken(service: ServiceContext, token: string): Promise<Context> {
  const { tokenId, tenantId, applicationId, environment, hostname } = await service.tokens.verify(token, service.now());
  const application = await service.database.prisma.application.findFirst({
    where: { id: applicationId, tenantId, environment, deletedAt: null },
    select: { allowedOrigins: true },
  });
  if (!application) throw new Refusal("unauthorized", "The application of this widget token does not exist any more.");
  const { allowedOrigins } = application;
  return onBehalfOf(service, tenantId, {
    kind: "widget",
    tokenId,
    applicationId,
    environment,
    hostname,
    allowedOrigins,
  });
}
