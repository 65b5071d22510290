// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listAuditLogCall: Call<"listAuditLog"> = {
  id: "listAuditLog",
  tag: "audit log",
  method: "GET",
  path: "/v1/audit-log",
  max: {
    actor: 80,
    targetId: 64,
    q: 2048,
  },
};
