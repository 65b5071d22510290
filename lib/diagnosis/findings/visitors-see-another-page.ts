import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { proxiesWith, proxyOf, visitFacts } from "@/lib/diagnosis/evidence/visits";
import { judgeAddress } from "@/lib/edge/judge-reach";
import type { AddressReach, PageKind } from "@/lib/platform/ports/edge";

export const visitorsSeeAnotherPage: Detector<"visitors-see-another-page"> = (evidence) => {
  const proxies = proxiesWith(evidence, ["other_page", "proxy_error", "unseen"]).filter((one) =>
    isReported(evidence, one),
  );
  const first = proxies.find(({ visits }) => visits.https?.page !== "challenge") ?? proxies[0];
  if (first === undefined) return null;
  const { hostname } = evidence.subject;
  const { name } = proxyOf(evidence, first);
  const page = first.visits.https?.page ?? null;
  const status = first.visits.https?.steps.at(-1)?.status;
  return {
    severity: page === "challenge" ? "info" : "blocking",
    ...textOf(page, first, { hostname, name, status: status === undefined ? "" : ` (status ${status})` }),
    evidence: ["our edge answered the one-time request sent to the public name", ...proxies.flatMap(visitFacts)],
  };
};

/** While the first certificate is missing, a proxy that uses HTTPS towards us has nothing but an error to show. */
function isReported({ connection }: Evidence, reach: AddressReach): boolean {
  const { https } = reach.visits;
  if (https === null || https.end === "failed") return false;
  if (judgeAddress(reach) === "unseen") return https.page === "challenge";
  return https.page !== "proxy_error" || connection === null || connection.certificateFact === "ok";
}

type Names = { hostname: string; name: string; status: string };
type Text = { title: string; explanation: string; fix: string };

function textOf(page: PageKind | null, reach: AddressReach, names: Names): Text {
  const leaving = reach.visits.https?.end === "leaves" ? reach.visits.https.steps.at(-1)?.location : null;
  if (page !== null) return pages[page](names);
  return leaving ? redirected(names, leaving) : unknownPage(names);
}

const pages: Record<PageKind, (names: Names) => Text> = {
  challenge: ({ hostname, name, status }) => ({
    title: `${name} checks visitors before they reach us`,
    explanation: `Our edge answers behind ${name}, which answered our request for the page with a check for browsers${status}. Whether visitors get the site after it cannot be seen from here.`,
    fix: `Open https://${hostname}/ in a browser. If the site does not appear, relax the bot protection of ${name} for ${hostname}.`,
  }),
  login: ({ hostname, name, status }) => ({
    title: `Visitors have to sign in at ${name}`,
    explanation: `Our edge answers behind ${name}, but a visitor who opens ${hostname} gets a page to sign in${status}, not the site.`,
    fix: `Remove the access rule or password protection for ${hostname} at ${name}.`,
  }),
  not_configured: ({ hostname, name, status }) => ({
    title: `${name} does not know the domain`,
    explanation: `Our edge answers some requests behind ${name}, but a visitor who opens ${hostname} gets a page that says that no site is set up there${status}.`,
    fix: `Add ${hostname} to the configuration of ${name}, and have all its requests passed on to us.`,
  }),
  maintenance: ({ hostname, name, status }) => ({
    title: `${name} shows a maintenance page`,
    explanation: `Our edge answers behind ${name}, but a visitor who opens ${hostname} gets a page about maintenance${status}, not the site.`,
    fix: `Turn off the maintenance page for ${hostname} at ${name}.`,
  }),
  proxy_error: ({ hostname, name, status }) => ({
    title: `Visitors get an error of ${name}`,
    explanation: `A visitor who opens ${hostname} gets an error page of ${name}${status}: over HTTPS it gets no answer from us.`,
    fix: `Have ${name} connect to us over HTTPS on port 443 and send the hostname ${hostname} in the handshake (SNI) and as Host. If it checks our certificate, it must check it for ${hostname}.`,
  }),
};

function redirected({ hostname, name, status }: Names, location: string): Text {
  return {
    title: `${name} redirects visitors elsewhere`,
    explanation: `Our edge answers behind ${name}, but a visitor who opens ${hostname} is redirected to ${location.slice(0, 200)}${status} before the request reaches us.`,
    fix: `Remove the redirect rule for ${hostname} at ${name}.`,
  };
}

function unknownPage({ hostname, name, status }: Names): Text {
  return {
    title: "Visitors get another page than your site",
    explanation: `Our edge answers some paths behind ${name}, but a visitor who opens https://${hostname}/ gets a page${status} that did not come through us.`,
    fix: `At ${name}, look for a rule, a function or a cache that answers requests for ${hostname}, and have all of them passed on to us. The response header Latchkey-Reach must pass unchanged: by it we see that a page came through us.`,
  };
}
