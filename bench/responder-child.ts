import { main } from "@/lib/edge/responder/main";

await main();
