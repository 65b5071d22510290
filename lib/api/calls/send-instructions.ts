// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const sendInstructionsCall: Call<"sendInstructions"> = {
  id: "sendInstructions",
  tag: "diagnosis",
  method: "POST",
  path: "/v1/connections/{id}/instructions:send",
  max: {
    to: 254,
    note: 500,
  },
};
