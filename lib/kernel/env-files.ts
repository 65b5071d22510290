import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** What `Env` says of files. */
type EnvironmentFiles = {
  sandbox: boolean;
  dataDir: string;
  edge: {
    enabled: boolean;
    issuer: string;
    caFile: string | null;
    acmeCaFile: string | null;
    caLimits: string | null;
    storage: string;
  };
};

/** A sentence for each variable that names a file or folder which cannot be used. Looks at the disk. */
export function findFileProblems({ dataDir, edge, sandbox }: EnvironmentFiles): string[] {
  // The roots of Caddy's own authority are there once Caddy has started, which may be after this process.
  const comesLater = sandbox || edge.issuer === "internal";
  return [
    ...folderProblem("DATA_DIR", dataDir),
    ...certificateProblem("EDGE_CA_FILE", edge.caFile, comesLater),
    ...certificateProblem("EDGE_ACME_CA_FILE", edge.acmeCaFile, false),
    ...limitsProblem(edge.caLimits),
    ...(existsSync(edge.storage) && statSync(edge.storage).isFile()
      ? readableProblem("EDGE_STORAGE", edge.storage)
      : edge.enabled
        ? folderProblem("EDGE_STORAGE", edge.storage)
        : []),
  ];
}

/** A folder need not exist: then the nearest one above it must take a new one. */
function folderProblem(name: string, path: string): string[] {
  let existing = resolve(path);
  while (!existsSync(existing)) existing = dirname(existing);
  if (!statSync(existing).isDirectory()) return [`${name}: ${path} cannot be a folder, because ${existing} is a file`];
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
    return [];
  } catch {
    return [`${name}: ${existing} is not writable for the user of this process`];
  }
}

function certificateProblem(name: string, path: string | null, comesLater: boolean): string[] {
  if (path === null || (comesLater && !existsSync(path))) return [];
  const unreadable = readableProblem(name, path);
  if (unreadable.length > 0) return unreadable;
  const hasCertificate = readFileSync(path, "utf8").includes("-----BEGIN CERTIFICATE-----");
  return hasCertificate ? [] : [`${name}: ${path} holds no certificate in PEM`];
}

/** JSON, or the path of a file with it. */
function limitsProblem(limits: string | null): string[] {
  return limits === null || limits.trimStart().startsWith("{") ? [] : readableProblem("EDGE_CA_LIMITS", limits);
}

function readableProblem(name: string, path: string): string[] {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile() ? [] : [`${name}: ${path} is a folder, and a file is meant`];
  } catch {
    return [`${name}: there is no readable file ${path}`];
  }
}
