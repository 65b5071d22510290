import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { changesSchema, listChangesSchema } from "@/lib/platform/changes/schema";

export const listChangesEndpoint = defineEndpoint({
  id: "listChanges",
  tag: "connections",
  method: "GET",
  path: "/v1/changes",
  scope: "connections:read",
  summary: "Wait for changes to connections",
  description:
    "A long poll. Call it without `after` to get a first `cursor`, then repeat with the last cursor and `wait=25`. It responds about a second after a change, or when the time is up, with the ids of the connections that changed. `more` means that others may have changed too: reload whatever you show. At most a hundred polls can wait at a time; more get 429.",
  status: 200,
  input: listChangesSchema,
  output: changesSchema,
  errors: [],
  example: {
    input: { after: "bTN2LjE3OTUzMzk4NzIwMDAuQTlmUXg", wait: 25 },
    output: {
      cursor: "Y2ZRMi4xNzk1MzM5ODczMDAwLkE5ZlF4",
      connectionIds: [exampleIds.connection],
      more: false,
    },
  },
});
