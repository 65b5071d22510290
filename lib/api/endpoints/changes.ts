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
    "A long poll. Call it without `after` to get a first `cursor`, then repeat with the last cursor and `wait=25`. It responds about a second after a change, or when the time is up, with the ids of the connections that changed. `more` means that others may have changed too: reload whatever you show. Requests wait only within your company's and your key's or session's share of an app instance; beyond it, the response comes at once, as with `wait=0`: pause for two seconds after one that came at once with nothing.",
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
