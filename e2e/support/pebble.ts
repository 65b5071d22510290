import { writeFileSync } from "node:fs";
import { get } from "node:https";
import { join } from "node:path";
import { createTestAuthority } from "@/e2e/support/certificates";
import { getFreePort } from "@/e2e/support/free-port";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { getToolPath } from "@/e2e/support/tool-path";
import { startProcess } from "@/lib/edge/managed-process";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Pebble = {
  directoryUrl: string;
  /** PEM file of the root of Pebble's own HTTPS certificate, for ACME clients. */
  httpsRootFile: string;
  /** PEM file of the root of the issued certificates, for visitors. */
  issuingRootFile: string;
  /** The last lines of its output. */
  tail: () => string[];
  stop: () => Promise<void>;
};

export type PebbleOptions = {
  httpPort: number;
  tlsPort: number;
  dnsServer: string;
  /** Of the certificates. Default: Pebble's own. */
  lifetimeSeconds?: number;
};

const READY_TIMEOUT_MS = timeLimit(30_000);
const REQUEST_TIMEOUT_MS = timeLimit(10_000);

/** An ACME certificate authority that really validates names, at `httpPort` and `tlsPort` of the addresses from `dnsServer`. */
export async function startPebble(options: PebbleOptions): Promise<Pebble> {
  const scratch = createScratchDirectory("pebble");
  const file = (name: string) => join(scratch.path, name);
  const authority = createTestAuthority("Pebble's own HTTPS root");
  const { certPem, keyPem } = authority.issue({ names: ["localhost", "127.0.0.1"] });
  writeFileSync(file("https-root.pem"), authority.certPem);
  writeFileSync(file("https.pem"), certPem);
  writeFileSync(file("https.key"), keyPem);

  const port = await getFreePort();
  const managementPort = await getFreePort();
  const config = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate: file("https.pem"),
    privateKey: file("https.key"),
    httpPort: options.httpPort,
    tlsPort: options.tlsPort,
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
    ...(options.lifetimeSeconds === undefined ? {} : { certificateValidityPeriod: options.lifetimeSeconds }),
  };
  writeFileSync(file("pebble.json"), JSON.stringify({ pebble: config }));

  const directoryUrl = `https://127.0.0.1:${port}/dir`;
  const server = await startProcess({
    name: "pebble",
    command: getToolPath("pebble"),
    args: ["-config", file("pebble.json"), "-dnsserver", options.dnsServer],
    // By default, it sleeps, rejects and skips validations at random.
    env: { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" },
    logPath: file("pebble.log"),
    readyTimeoutMs: READY_TIMEOUT_MS,
    ready: () =>
      fetchText(directoryUrl, authority.certPem).then(
        () => true,
        () => false,
      ),
  });
  writeFileSync(
    file("issuing-root.pem"),
    await fetchText(`https://127.0.0.1:${managementPort}/roots/0`, authority.certPem),
  );
  return {
    directoryUrl,
    httpsRootFile: file("https-root.pem"),
    issuingRootFile: file("issuing-root.pem"),
    tail: server.tail,
    stop: async () => {
      await server.stop();
      scratch.remove();
    },
  };
}

function fetchText(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { ca, family: 4, timeout: REQUEST_TIMEOUT_MS, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () =>
        response.statusCode === 200 ? resolve(text) : reject(new Error(`${response.statusCode}`)),
      );
    });
    request.on("timeout", () => request.destroy(new Error(`${url} did not answer`)));
    request.on("error", reject);
  });
}
