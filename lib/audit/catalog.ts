/** Every action that the audit log knows, as `object.verb`. Stable: people filter by them. */
export const auditActions = [
  "application.created",
  "application.updated",
  "application.deleted",
  "key.created",
  "key.revoked",
  "connection.created",
  "connection.batch_created",
  "connection.archived",
  "connection.verify_requested",
  "connection.check_requested",
  "token.created",
  "webhook_endpoint.created",
  "webhook_endpoint.updated",
  "webhook_endpoint.deleted",
  "webhook_endpoint.secret_rotated",
  "webhook_endpoint.tested",
  "webhook_endpoint.disabled",
  "webhook_delivery.replayed",
  "plan.change_requested",
  "plan.changed",
  "checkout.started",
] as const;

export type AuditAction = (typeof auditActions)[number];
