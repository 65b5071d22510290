import { pageQuery } from "@/components/queries/endpoint-query";
import { listCredentialsEndpoint } from "@/lib/api/endpoints/credentials";

const pageSize = 50;

export function credentialsQuery(id: string) {
  return pageQuery(listCredentialsEndpoint, { id, limit: pageSize });
}
