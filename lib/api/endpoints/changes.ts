import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";
import { changesSchema, listChangesSchema } from "@/lib/platform/changes/schema";

export const listChangesEndpoint = defineEndpoint({
  id: "listChanges",
  tag: "connections",
  method: "GET",
  path: "/v1/changes",
  scope: "connections:read",
  summary: "Wait for changes of connections",
  description:
    "A long poll: ask without `after` for a first `cursor`, then again and again with the last one and `wait=25`. The answer comes about a second after something changed, or when the time is over, and names the connections that changed. `more` says that others did too, or may have: read again whatever you show. A hundred polls may wait at a time; beyond that the answer is 429.",
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
