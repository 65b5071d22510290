import { insertLiveConnections } from "@/bench/insert-live-connections";
import { startPostgres } from "@/e2e/support/postgres";
const pg = await startPostgres({settings:{shared_buffers:"64MB"}});
const url = await pg.createDatabase();
await insertLiveConnections(url, 1_000_000, "'shop.customer-' || n || '.com'", 10);
console.log(url);
await new Promise((r)=>process.on("SIGTERM",r));
await pg.stop();
