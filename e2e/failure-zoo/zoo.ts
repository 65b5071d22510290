import { caaCases } from "@/e2e/failure-zoo/caa-cases";
import { challengeCases } from "@/e2e/failure-zoo/challenge-cases";
import { delegationCases } from "@/e2e/failure-zoo/delegation-cases";
import { dnssecCases } from "@/e2e/failure-zoo/dnssec-cases";
import { formCases } from "@/e2e/failure-zoo/form-cases";
import { moveCases } from "@/e2e/failure-zoo/move-cases";
import { nameserverCases } from "@/e2e/failure-zoo/nameserver-cases";
import { pointingCases } from "@/e2e/failure-zoo/pointing-cases";
import { registrarCases } from "@/e2e/failure-zoo/registrar-cases";
import { secondUnseenCases } from "@/e2e/failure-zoo/second-unseen-cases";
import { steeringCases } from "@/e2e/failure-zoo/steering-cases";
import { timeCases } from "@/e2e/failure-zoo/time-cases";
import { unseenCases } from "@/e2e/failure-zoo/unseen-cases";
import { visitorCases } from "@/e2e/failure-zoo/visitor-cases";
import type { ZooCase } from "@/e2e/failure-zoo/zoo-case";

export const zoo: readonly ZooCase[] = [
  ...challengeCases,
  ...pointingCases,
  ...delegationCases,
  ...nameserverCases,
  ...registrarCases,
  ...steeringCases,
  ...dnssecCases,
  ...caaCases,
  ...timeCases,
  ...formCases,
  ...moveCases,
  ...unseenCases,
  ...secondUnseenCases,
  ...visitorCases,
];
