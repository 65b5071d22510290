import { parentPort, workerData } from "node:worker_threads";
import type { HandshakeReply, HandshakeRequest, HandshakeTarget } from "@/lib/edge/guardian/open-handshakes";
import { createTlsProber } from "@/lib/edge/tls-prober";

// A thread of the responder: a handshake costs milliseconds of processor time, in which no ask would be answered.
const reply = (message: HandshakeReply) => parentPort?.postMessage(message);
const prober = createTlsProber({
  address: workerData as HandshakeTarget,
  // Its dates and its serial number are what counts: whether browsers trust it is checked by the control plane.
  caFile: null,
  now: () => new Date(),
  onFault: (detail) => reply({ fault: detail }),
});

parentPort?.on("message", ({ id, hostname, timeoutMs }: HandshakeRequest) => {
  void prober.probe(hostname, { timeoutMs }).then((result) => reply({ id, result }));
});
