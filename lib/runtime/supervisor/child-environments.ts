/** What a process other than the app gets of our environment: no secret of the app's, nothing about the database. */
const edgeNames =
  /^(EDGE|RESPONDER|DNS|NODE|SSL)_\w+$|^(CONTROLPLANE_URL|DATA_DIR|LOG_LEVEL|INTERNAL_TOKEN|PATH|HOME|TZ|LANG)$/;
/** These differ from shell to shell, and change nothing about what runs. */
const shellNames = /^(PATH|HOME|LANG)$/;

type Variables = Record<string, string | undefined>;

/** The environment of the app or the worker: ours, with changes. */
export function appEnvironment(environment: Variables, change: Variables): Record<string, string> {
  return given({ ...environment, ...change });
}

/** The environment of the responder. */
export function edgeEnvironment(environment: Variables, change: Variables): Record<string, string> {
  const ours = Object.entries(environment).filter(([name]) => edgeNames.test(name));
  return given({ ...Object.fromEntries(ours), ...change });
}

/** What distinguishes two configurations of a process. */
export function withoutShell(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !shellNames.test(name)));
}

/** An empty value counts as not set, as everywhere. */
function given(variables: Variables): Record<string, string> {
  const entries = Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
