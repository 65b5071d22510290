import { pageQuery } from "@/components/queries/endpoint-query";
import { listCredentialsCall } from "@/lib/api/calls/list-credentials";

const pageSize = 50;

export function credentialsQuery(id: string) {
  return pageQuery(listCredentialsCall, { id, limit: pageSize });
}
