/**
 * What an edge knows, as text: of a whole set, `GET /internal/edge/snapshot` sends it compressed with gzip, and an edge stores
 * it. Lines end with \n:
 *
 *     latchkey-edge-set 1
 *     {"cursor":"812:0192…","takenAt":"2026-11-28T12:00:00.000Z"}
 *     A <application id> <tenant id> <upstream as JSON>
 *     H <hostname> <connection id, 32 hex digits> <index of its application's line, from 0> <1 admitted | 0> <reference as JSON, or nothing>
 *     end <applications> <hosts> <SHA-256 of everything before this line, hex>
 *
 * All applications come before the first host. The upstream of an application that has its own host ends in `#host=<host>`:
 * edges of an earlier version take such a URL, and ignore its fragment.
 */
export const setFormatLine = "latchkey-edge-set 1";

const hostMark = "#host=";

export type SetHeader = { cursor: string; takenAt: string };
export type SetApplication = {
  applicationId: string;
  tenantId: string;
  upstream: string | null;
  /** What the origin gets as the host; null: the visitor's. */
  upstreamHost: string | null;
};
/** `application`: the index of its line. */
export type SetHost = {
  hostname: string;
  connectionId: string;
  application: number;
  admitted: boolean;
  reference: string | null;
};

export function encodeSetHeader(header: SetHeader): string {
  return `${setFormatLine}\n${JSON.stringify(header)}\n`;
}

export function encodeSetApplication({ applicationId, tenantId, upstream, upstreamHost }: SetApplication): string {
  const text = upstream === null || upstreamHost === null ? upstream : `${upstream}${hostMark}${upstreamHost}`;
  return `A ${applicationId} ${tenantId} ${JSON.stringify(text)}\n`;
}

/** @param text the upstream as `encodeSetApplication` wrote it */
export function readSetUpstream(text: string): Pick<SetApplication, "upstream" | "upstreamHost"> {
  const mark = text.indexOf(hostMark);
  if (mark === -1) return { upstream: text, upstreamHost: null };
  return { upstream: text.slice(0, mark), upstreamHost: text.slice(mark + hostMark.length) };
}

export function encodeSetHost({ hostname, connectionId, application, admitted, reference }: SetHost): string {
  const id = connectionId.replaceAll("-", "");
  return `H ${hostname} ${id} ${application} ${admitted ? 1 : 0} ${reference === null ? "" : JSON.stringify(reference)}\n`;
}

export function encodeSetEnd(end: { applications: number; hosts: number; sha256: string }): string {
  return `end ${end.applications} ${end.hosts} ${end.sha256}\n`;
}
