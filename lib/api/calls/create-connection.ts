// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createConnectionCall: Call<"createConnection"> = {
  id: "createConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections",
  max: {
    hostname: 2048,
    dnsRecords: 20,
    batchId: 64,
    endUserRef: 200,
  },
};
