// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createTokenCall: Call<"createToken"> = {
  id: "createToken",
  tag: "tokens",
  method: "POST",
  path: "/v1/tokens",
  max: {
    domain: 2048,
    endUserRef: 200,
  },
};
