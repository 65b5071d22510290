import { type Latchkey, sandboxKey } from "@/e2e/support/latchkey";
import { createConnectionByApi, demoApplication, expectState, type WireConnection } from "@/e2e/support/wire";

const liveMs = 60_000;

type Publish = (record: { name: string; type: string; value: string }) => Promise<unknown>;

/** Domains in the states and with the mistakes that people meet: so that lists and charts have something to show. */
export async function seedDomains(sandbox: Latchkey): Promise<void> {
  const api = sandbox.api(sandboxKey);
  const application = await demoApplication(api);
  const publish: Publish = (record) => api("POST", "/sandbox/records", record);
  const create = (hostname: string) => createConnectionByApi(api, application, hostname);

  const live = [await create("shop.glow-studio.test"), await create("www.nordic-bikes.test")];
  for (const one of live) await publishAll(one, publish);
  await create("tickets.harbour-theatre.test");
  const typo = await create("menu.little-bakery.test");
  await publishAll(typo, publish, (value) => value.replace("latchkey", "lacthkey"));
  const foreign = await create("book.green-hotel.test");
  await publishTxt(foreign, publish);
  await publish({ name: foreign.hostname, type: "A", value: "192.0.2.80" });
  const quoted = await create("club.chess-friends.test");
  await publish({ name: quoted.ownership_challenge.name, type: "TXT", value: "another-value" });
  await create(`${"a".repeat(63)}.${"b".repeat(63)}.long-names.test`);
  for (const { id } of live) await expectState(api, id, ["live"], liveMs);
}

async function publishAll(
  connection: WireConnection,
  publish: Publish,
  change: (value: string) => string = (value) => value,
): Promise<void> {
  await publishTxt(connection, publish);
  for (const { host, type, value } of connection.desired_records)
    await publish({ name: host, type, value: change(value) });
}

function publishTxt({ ownership_challenge: { name, type, value } }: WireConnection, publish: Publish) {
  return publish({ name, type, value });
}
