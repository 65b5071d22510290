// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateUserCall: Call<"updateUser"> = {
  id: "updateUser",
  tag: "session",
  method: "PATCH",
  path: "/v1/session/user",
  max: {
    name: 120,
    password: 256,
    currentPassword: 256,
  },
};
