import { randomInt } from "node:crypto";
import { decode, encode, type Packet, type Question } from "dns-packet";
import {
  type Behaviour,
  deadSlot,
  edge,
  registries,
  serverName,
  signedRegistry,
  slots,
  soa,
  type World,
} from "@/e2e/dns-differential/world";
import { answerFromZone, type Data, type WorldZone } from "@/e2e/dns-differential/zone-answers";
import { createZoneKey, trustAnchorOf, type ZoneKey } from "@/e2e/dns-differential/zone-signer";
import { startUnbound, type Unbound } from "@/e2e/support/unbound";
import { normaliseName, parentName } from "@/lib/dns/domain-name";
import { type DnsChannel, type DnsListener, listenForDns } from "@/lib/dns/sandbox/dns-listener";

/** Resolvers follow referrals to port 53 and no other. */
export const dnsPort = 53;
const rootSlot = 20;
const registrySlot = 21;
const hostSlot = 22;

/** Addresses on loopback of this run, so that two runs do not meet. */
export function createAddresses(): (slot: number) => string {
  const network = `127.${randomInt(64, 250)}.${randomInt(250)}`;
  return (slot) => `${network}.${slot + 1}`;
}

export type RunningWorlds = { resolver: Unbound; stop(): Promise<void> };

/** The root, the registries and all nameservers of the worlds in this process, and one Unbound that starts at that root. */
export async function startWorlds(
  worlds: readonly World[],
  addressOf: (slot: number) => string,
  nowSeconds: number,
): Promise<RunningWorlds> {
  const key = createZoneKey(nowSeconds, false);
  const served = new Map<string, Served>();
  const serve = (slot: number, zone: WorldZone, behaviour: Behaviour = "normal") =>
    served.set(`${addressOf(slot)} ${zone.name}`, { zone, behaviour });
  serve(rootSlot, rootZone(addressOf));
  for (const registry of registries) serve(registrySlot, registryZone(registry, worlds, key, addressOf));
  serve(hostSlot, hostZone(addressOf));
  for (const world of worlds) for (const { slot, zone, behaviour } of world.served) serve(slot, zone, behaviour);
  const used = [rootSlot, registrySlot, hostSlot, ...Array.from({ length: slots }, (_, index) => index + 1)];
  const listener: DnsListener = await listenForDns({
    hosts: used.map(addressOf),
    port: dnsPort,
    onQuery: (bytes, channel) => answer(served, bytes, channel),
  });
  try {
    const resolver = await startUnbound({
      stubs: {},
      rootHints: [`. 3600 NS ns.root.net.`, `ns.root.net. 3600 A ${addressOf(rootSlot)}`],
      trustAnchors: [trustAnchorOf(signedRegistry, key)],
    });
    const stop = async () => void (await Promise.all([resolver.stop(), listener.close()]));
    return { resolver, stop };
  } catch (error) {
    await listener.close();
    throw error;
  }
}

type Served = { zone: WorldZone; behaviour: Behaviour };

const a = (name: string, data: string): Data => ({ name, type: "A", ttl: 60, data });
const ns = (name: string, data: string): Data => ({ name, type: "NS", ttl: 60, data });

function rootZone(addressOf: (slot: number) => string): WorldZone {
  const delegations = ["com", "net", "uk", "co.uk", signedRegistry].map((zone) => ns(zone, "ns.registry.net"));
  const records = [soa(""), ns("", "ns.root.net"), a("ns.registry.net", addressOf(registrySlot)), ...delegations];
  return { name: "", records: [...records, a("ns.root.net", addressOf(rootSlot))] };
}

function registryZone(
  registry: string,
  worlds: readonly World[],
  key: ZoneKey,
  addressOf: (slot: number) => string,
): WorldZone {
  const of = (record: Data) => record.name.endsWith(`.${registry}`);
  const records = [
    soa(registry),
    ns(registry, "ns.registry.net"),
    ...worlds.flatMap((world) => world.registry.filter(of)),
  ];
  const own = [
    a("ns.registry.net", addressOf(registrySlot)),
    a("ns.root.net", addressOf(rootSlot)),
    ns("host.net", "ns.host.net"),
    a("ns.host.net", addressOf(hostSlot)),
  ];
  return {
    name: registry,
    records: registry === "net" ? [...records, ...own] : records,
    ...(registry === signedRegistry ? { key } : {}),
  };
}

function hostZone(addressOf: (slot: number) => string): WorldZone {
  const numbers = [...Array.from({ length: slots }, (_, index) => index + 1), deadSlot];
  return {
    name: "host.net",
    records: [
      soa("host.net"),
      ns("host.net", "ns.host.net"),
      a("ns.host.net", addressOf(hostSlot)),
      ...numbers.map((slot) => a(serverName(slot), addressOf(slot))),
      ...edge.addresses.map((address) => a(edge.hostname, address)),
    ],
  };
}

const rcodes = { formErr: 1, servFail: 2, notImp: 4, refused: 5 };

function answer(served: ReadonlyMap<string, Served>, bytes: Buffer, channel: DnsChannel): void {
  const query = decode(bytes);
  const [question] = query.questions ?? [];
  if (question === undefined) return;
  const name = normaliseName(question.name);
  const found = findServed(served, channel.host, name, question.type);
  const opt = query.additionals?.find(({ type }) => type === "OPT");
  const hasEdns = opt !== undefined && found?.behaviour !== "no-opt";
  const limit = hasEdns && opt.type === "OPT" ? opt.udpPayloadSize : 512;
  const isSigned = hasEdns && opt.type === "OPT" && opt.flag_do;
  const reply =
    found === null
      ? refuse(rcodes.refused)
      : behave(found, { ...question, name }, isSigned, opt !== undefined, channel);
  if (reply === null) return;
  const { extendedRcode = 0, ...packet } = reply;
  const send = (parts: Packet) =>
    encode({
      type: "response",
      id: query.id ?? 0,
      questions: [question],
      ...parts,
      additionals: hasEdns
        ? [
            ...(parts.additionals ?? []),
            {
              type: "OPT",
              name: ".",
              udpPayloadSize: 1_232,
              extendedRcode,
              ednsVersion: 0,
              flags: isSigned ? 0x8000 : 0,
              flag_do: isSigned,
              options: [],
            },
          ]
        : (parts.additionals ?? []),
    });
  const whole = send(packet);
  if (channel.transport === "udp" && whole.length > limit)
    channel.send(send({ flags: (packet.flags ?? 0) | truncated }));
  else channel.send(whole);
}

/** The deepest zone that this address has; for DS the one above it. */
function findServed(served: ReadonlyMap<string, Served>, host: string, name: string, type: string): Served | null {
  for (let zone = type === "DS" ? parentName(name) : name; ; zone = parentName(zone)) {
    const found = served.get(`${host} ${zone}`);
    if (found !== undefined) return found;
    if (zone === "") return null;
  }
}

type Reply = Packet & { extendedRcode?: number };

const authoritative = 0x0400;
const truncated = 0x0200;

function refuse(rcode: number): Reply {
  return { flags: rcode };
}

/** null: no answer at all. */
function behave(
  { zone, behaviour }: Served,
  question: Question,
  isSigned: boolean,
  askedWithEdns: boolean,
  channel: DnsChannel,
): Reply | null {
  const { rcode, isAuthoritative, answers, authorities, additionals } = answerFromZone(
    zone,
    question.name,
    question.type,
    isSigned,
  );
  const reply: Packet = { flags: (isAuthoritative ? authoritative : 0) | rcode, answers, authorities, additionals };
  const isDenial = isAuthoritative && answers.length === 0;
  switch (behaviour) {
    case "normal":
    case "no-opt":
      return reply;
    case "no-soa":
      return isDenial ? { ...reply, authorities: [] } : reply;
    case "foreign-soa":
      return isDenial ? { ...reply, authorities: [soa("provider.net")] } : reply;
    case "no-ns":
      return question.type === "NS" && isAuthoritative ? { ...reply, answers: [] } : reply;
    case "data-only":
      return isDenial || ["NS", "SOA"].includes(question.type) ? { flags: authoritative } : reply;
    case "no-aa":
      return { ...reply, flags: rcode };
    case "extra-authority":
      return isDenial
        ? reply
        : { ...reply, authorities: zone.records.filter(({ type }) => type === "NS" || type === "SOA") };
    case "upper-case":
      return { ...reply, answers: answers.map((record) => ({ ...record, name: record.name.toUpperCase() })) };
    case "refused":
      return refuse(rcodes.refused);
    case "servfail":
      return refuse(rcodes.servFail);
    case "silent":
      return null;
    case "formerr-edns":
      return askedWithEdns ? refuse(rcodes.formErr) : reply;
    case "badvers-edns":
      return askedWithEdns ? { extendedRcode: 1 } : reply;
    case "notimp-edns":
      return askedWithEdns ? refuse(rcodes.notImp) : reply;
    case "drop-edns":
      return askedWithEdns ? null : reply;
    case "tc-always":
      return channel.transport === "udp" ? { flags: (reply.flags ?? 0) | truncated } : reply;
    case "tc-without-tcp":
      if (channel.transport === "udp")
        return question.type === "TXT" ? { flags: (reply.flags ?? 0) | truncated } : reply;
      channel.socket.destroy();
      return null;
    case "nxdomain-ent":
      return isDenial && !zone.records.some(({ name }) => name === question.name)
        ? { ...reply, flags: authoritative | 3 }
        : reply;
    case "notimp-caa":
      return question.type === "CAA" ? refuse(rcodes.notImp) : reply;
    case "upward-referral":
      return isDenial ? { flags: 0, authorities: [ns("", "a.root-servers.net")] } : reply;
  }
}
