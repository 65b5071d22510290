/** The shell command that visits `hostname` through the sandbox's edge, as a browser would. */
export function edgeCommand(hostname: string, edge: { httpsPort: number; caFile: string | null }): string {
  return [
    `curl --resolve ${hostname}:${edge.httpsPort}:127.0.0.1 \\`,
    ...(edge.caFile === null ? [] : [`  --cacert ${edge.caFile} \\`]),
    `  https://${hostname}:${edge.httpsPort}/`,
  ].join("\n");
}
