import type { AuditEntryResource } from "@/lib/platform/audit/schema";

const verbs: Record<string, string> = {
  verify_requested: "asked to verify",
  check_requested: "asked for a check of",
  secret_rotated: "rotated the secret of",
  change_requested: "asked to change",
  tenant_switched: "switched the company of",
  password_changed: "changed the password of",
  started: "started",
};

/** Those that are done to no object. */
const wholeTexts: Record<string, string> = {
  "connection.batch_created": "connected many domains",
  "member.left": "left the company",
};

const objects: Record<string, string> = {
  key: "an API key",
  application: "an application",
  connection: "a connection",
  token: "a widget token",
  webhook_endpoint: "a webhook endpoint",
  webhook_delivery: "a webhook delivery",
  share_link: "a share link",
  plan: "the plan",
  checkout: "a checkout",
  tenant: "the company",
  member: "a member",
  invitation: "an invitation",
  session: "a session",
  user: "an account",
};

/** What support staff does, which is not done to an object of its own. */
const supportTexts: Record<string, string> = {
  searched: "found the company in a search",
  queue_viewed: "saw stuck connections of the company",
  connection_viewed: "looked at a connection",
  tenant_viewed: "looked at the company",
  recheck_requested: "checked a connection again",
  handshake_made: "tried a handshake with a hostname",
  job_retried: "started a job again",
  job_discarded: "discarded a job",
  note_added: "wrote an internal note",
  limits_changed: "changed the company's limits",
  jobs_viewed: "saw jobs of the company that were given up",
  view_started: "began to look at the company's dashboard, read only",
  viewed: "looked at a page of the dashboard",
  view_ended: "left the company's dashboard",
};

/** An action as people say it: `webhook_endpoint.secret_rotated` is "rotated the secret of a webhook endpoint". */
export function actionText(action: string): string {
  const [object = action, verb = ""] = action.split(".");
  const whole = wholeTexts[action];
  if (whole) return whole;
  if (object === "support") return supportTexts[verb] ?? verb.replaceAll("_", " ");
  const thing = objects[object] ?? object.replaceAll("_", " ");
  return `${verbs[verb] ?? verb.replaceAll("_", " ")} ${thing}`.trim();
}

const actors: Record<string, string> = {
  key: "API key",
  user: "Member",
  staff: "Support staff",
  widget: "Widget of application",
  admin: "The operator",
  sandbox: "The sandbox",
  worker: "Latchkey",
};

/** Who did it: `key:019a…` is an API key, `worker` is Latchkey by itself. `id` is null where there is just one. */
export function actorText(actor: string): { kind: string; id: string | null } {
  const [kind = actor, id = null] = actor.split(":");
  return { kind: actors[kind] ?? kind, id };
}

/** What the entry is about, in a word or two: the name or hostname where the entry has one. */
export function targetText({ data, targetId }: Pick<AuditEntryResource, "data" | "targetId">): string {
  for (const field of ["hostname", "name", "email", "url", "plan", "to", "path"]) {
    const value = data[field];
    if (typeof value === "string" && value !== "") return value;
  }
  return targetId;
}
