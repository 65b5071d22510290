import { createKey } from "@/lib/accounts/applications/create-key";
import { listKeys } from "@/lib/accounts/applications/list-keys";
import { createKeyEndpoint, listKeysEndpoint } from "@/lib/api/endpoints/applications";
import { handle } from "@/lib/api/handle";

export const POST = handle(createKeyEndpoint, createKey);
export const GET = handle(listKeysEndpoint, listKeys);
