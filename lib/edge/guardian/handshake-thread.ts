import { parentPort, workerData } from "node:worker_threads";
import type { HandshakeReply, HandshakeRequest, HandshakeThreadData } from "@/lib/edge/guardian/open-handshakes";
import { createTlsProber } from "@/lib/edge/tls-prober";

// A thread of the responder: a handshake costs milliseconds of processor time, in which no ask would be answered.
const { address, caFile } = workerData as HandshakeThreadData;
const reply = (message: HandshakeReply) => parentPort?.postMessage(message);
const prober = createTlsProber({
  address,
  caFile,
  now: () => new Date(),
  onFault: (detail) => reply({ fault: detail }),
});

parentPort?.on("message", ({ id, hostname, timeoutMs }: HandshakeRequest) => {
  void prober.probe(hostname, { timeoutMs }).then((result) => reply({ id, result }));
});
