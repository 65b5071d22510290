import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import type { Language } from "@/lib/kernel/languages";
import { FlowFailure } from "@/widget/flow/flow-failure";
import { readOffer } from "@/widget/flow/read-offer";
import { requestJson, type Server } from "@/widget/flow/request-json";
import type { FlowApi } from "@/widget/flow/state";
import { toleratingUnproven } from "@/widget/flow/tolerating-unproven";

export type LinkApiOptions = Server & {
  /** Of the share link: all that the calls need. */
  token: string;
  locale: Language;
  /** What the page was written with: it is not asked for again at the start. */
  known?: SetUpResource | null;
};

/** The server for the page behind a share link. */
export function createLinkApi(options: LinkApiOptions): FlowApi {
  const { origin, token, locale } = options;
  let known = options.known ?? null;

  function call<T>(name: string, input: Record<string, unknown> = {}): Promise<T> {
    return requestJson<T>(options, { method: "POST", path: `/connect/${name}`, body: { token, ...input } });
  }

  const readSetUp = () => call<SetUpResource>("read", { locale });

  return {
    async start() {
      // Scripts run, so that this is a person's browser and not the preview of a chat. Nothing depends on the answer.
      call("opened").catch(() => undefined);
      const setUp = known ?? (await readSetUp());
      known = null;
      return { widget: null, setUp };
    },
    checkDomain: unavailable,
    connect: unavailable,
    readSetUp,
    verify: () => toleratingUnproven(call("check")),
    makeLink: async () => ({ url: `${origin}/connect/${token}` }),
    sendMail: unavailable,
    startDomainConnect: async () => readOffer(await call("domain-connect")),
  };
}

async function unavailable(): Promise<never> {
  const message = "This is not possible with a link.";
  throw new FlowFailure({ code: "forbidden", reason: null, message, retry: false, requestId: null });
}
