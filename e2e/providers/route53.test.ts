import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import { route53 } from "@/lib/dns/adapters/route53";
import { startMoto } from "./route53/server";

// moto creates a set that exists already, so that it does not see a lost race.
describeAdapter({ adapter: route53, startServer: startMoto, checksWrites: false });
