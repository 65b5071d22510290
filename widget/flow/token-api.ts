import type { WidgetResource } from "@/lib/accounts/tokens/widget-schema";
import type { ConnectionResource, ConnectionSummary } from "@/lib/connections/schema";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import type { Language } from "@/lib/kernel/languages";
import { FlowFailure } from "@/widget/flow/flow-failure";
import { readOffer } from "@/widget/flow/read-offer";
import { type Call, requestJson, type Server } from "@/widget/flow/request-json";
import type { FlowApi } from "@/widget/flow/state";
import { toleratingUnproven } from "@/widget/flow/tolerating-unproven";

export type TokenApiOptions = Server & {
  /** Asked at each call: a token can be renewed. */
  token: () => string;
  /** Read at each call: it can be changed. */
  readonly locale: Language;
  endUserRef?: string | null | undefined;
};

/** `endUserRef`: a token sees its own alone. */
type Seen = Pick<ConnectionSummary, "id" | "hostname" | "state"> & { endUserRef?: string | null };

/** In these the set-up is not over, and whoever comes back goes on with it. */
const unfinished: readonly Seen["state"][] = [
  "created",
  "pending_ownership",
  "verifying",
  "verified",
  "dns_writing",
  "propagating",
  "stalled",
  "issuing_cert",
];

/** The server for a widget with a token. Knows the connection that it is about after `start` or `connect`. */
export function createTokenApi(options: TokenApiOptions): FlowApi {
  const { endUserRef } = options;
  let applicationId: string | null = null;
  let connectionId: string | null = null;

  function call<T>(input: Call): Promise<T> {
    return requestJson<T>(options, { ...input, token: options.token() });
  }

  const path = (suffix: string) => `/v1/connections/${connectionId}/${suffix}`;
  const readSetUp = () => call<SetUpResource>({ method: "GET", path: path(`setup?locale=${options.locale}`) });
  const verify = () => toleratingUnproven(call({ method: "POST", path: path("verify"), body: {} }));

  /** The newest of those that the token sees. A token for one hostname sees no others. */
  async function list(query: Record<string, string>): Promise<Seen[]> {
    const search = new URLSearchParams({ limit: "20", ...query });
    return (await call<{ data: Seen[] }>({ method: "GET", path: `/v1/connections?${search}` })).data;
  }

  function findBegun({ hostname }: WidgetResource, seen: readonly Seen[]): string | null {
    const mine = (one: Seen) =>
      hostname === null
        ? unfinished.includes(one.state) && (Boolean(endUserRef) || Boolean(one.endUserRef))
        : one.hostname === hostname && one.state !== "archived";
    return seen.find(mine)?.id ?? null;
  }

  return {
    async start() {
      const [widget, seen] = await Promise.all([
        call<WidgetResource>({ method: "GET", path: "/v1/widget" }),
        list(endUserRef ? { end_user_ref: endUserRef } : {}),
      ]);
      applicationId = widget.applicationId;
      // A renewed token changes nothing about what is under way.
      if (connectionId !== null) return { widget, setUp: null };
      connectionId = findBegun(widget, seen);
      return { widget, setUp: connectionId === null ? null : await readSetUp() };
    },
    checkDomain: (hostname) =>
      call({
        method: "POST",
        path: "/v1/domains:check",
        body: { hostname, applicationId: applicationId ?? undefined },
      }),
    async connect({ hostname, way, contest }) {
      const body = {
        applicationId,
        hostname,
        setupType: way === "automatic" ? "automatic" : "manual",
        ...(contest ? { contest } : {}),
        ...(endUserRef ? { endUserRef } : {}),
      };
      try {
        connectionId = (await call<ConnectionResource>({ method: "POST", path: "/v1/connections", body })).id;
      } catch (error) {
        const own = error instanceof FlowFailure && error.problem.reason === "own_connection" ? error : null;
        if (own === null) throw error;
        // Another request may have connected it a moment ago: its refusal has no id.
        const known = own.details.connectionId ?? (await findHeld(hostname));
        if (typeof known !== "string") throw error;
        connectionId = known;
        // One that failed is tried again.
        if (own.details.state === "failed") await verify();
      }
      return readSetUp();
    },
    readSetUp,
    verify,
    makeLink: () => call({ method: "POST", path: path("share-links"), body: { locale: options.locale } }),
    sendMail: ({ to, note }) =>
      call({
        method: "POST",
        path: path("instructions:send"),
        body: { to, locale: options.locale, ...(note ? { note } : {}) },
      }),
    startDomainConnect: async () =>
      readOffer(await call({ method: "POST", path: path("domain-connect"), body: { popup: true } })),
  };

  async function findHeld(hostname: string): Promise<string | null> {
    const held = await list({ hostname });
    return held.find((one) => one.hostname === hostname && one.state !== "archived")?.id ?? null;
  }
}
