import { listProvidersEndpoint } from "@/lib/api/endpoints/providers";
import { handlePublic } from "@/lib/api/handle";
import { listProviders } from "@/lib/dns/providers/list-providers";

export const GET = handlePublic(listProvidersEndpoint, listProviders);
