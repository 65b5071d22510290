export type ProviderRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string;
};

/** `headers`: names in lower case. `body`: UTF-8 text, never cut (a longer one is `provider_unavailable`). */
export type ProviderResponse = { status: number; headers: Record<string, string>; body: string };

/**
 * How adapters speak to providers: the guarded client on behalf of one tenant, bounded in time and size, without redirects.
 * It counts the calls and paces them. A status is a response, whatever it is.
 */
export type ProviderHttp = {
  /** @throws ProviderFault provider_unavailable, where no whole response came */
  send(request: ProviderRequest): Promise<ProviderResponse>;
};
