import {
  type SloppyZone,
  startCuttingServer,
  startOldServer,
  startSilentServer,
  startSloppyServer,
  startUnauthoritativeServer,
} from "@/e2e/failure-zoo/odd-servers";
import { type NameserverName, nameservers, registry, type Setting, zooEdge } from "@/e2e/failure-zoo/zoo-case";
import { type Knot, startKnot, type Zone } from "@/e2e/support/knot";
import { signZone } from "@/e2e/support/sign-zone";
import { startUnbound, type Unbound } from "@/e2e/support/unbound";

/** A zone to serve, with its challenge. */
export type Site = { zone: string; setting: Setting; token: string };

export type ZooServers = {
  /** Of every nameserver: each has its own address. */
  port: number;
  resolver: Unbound;
  /** Applies `setting.changes`. */
  change(site: Site): Promise<void>;
  stop(): Promise<void>;
};

const hosting = "nameservers.test";
const knotNames: readonly NameserverName[] = ["first", "second"];
/** They answer with what the main Knot has. */
const relays: readonly NameserverName[] = ["old", "unauthoritative", "cutting"];
const daysMs = 86_400_000;

/** All DNS servers from the root to the customers' zones, on loopback. Nothing leaves the machine. */
export async function startServers(sites: readonly Site[]): Promise<ZooServers> {
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => void (await Promise.all(running.reverse().map((server) => server.stop())));
  try {
    const signed = await signZones(sites);
    const top = await signZone(registryZone(sites, signed), new Date());
    const knot = await startKnot({
      addresses: knotNames.flatMap((name) => nameservers[name] ?? []),
      zones: [
        rootZone(),
        { name: registry, file: top.file },
        hostingZone(),
        edgeZone(),
        ...sites.filter(isAtKnot).map((site) => signed.get(site.zone)?.zone ?? zoneOf(site)),
      ],
    });
    running.push(knot);
    running.push(await startOthers(sites, knot.port));
    const resolver = await startUnbound({
      stubs: { ".": { address: nameservers.first, port: knot.port }, ...stubsOf(sites, knot.port) },
      trustAnchors: [`${registry}. DNSKEY ${top.dnskey}`],
      listenAlso: [{ address: nameservers.recursive, port: knot.port }],
    });
    running.push(resolver);
    return { port: knot.port, resolver, change: (site) => change(knot, site), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function rootZone(): Zone {
  const delegated = [registry, hosting, parentOfEdge()];
  return {
    name: ".",
    nameservers: at(["first"]),
    records: delegated.map((zone) => `${zone}. NS first.${hosting}.`),
  };
}

function hostingZone(): Zone {
  const addresses = Object.entries(nameservers).flatMap(([name, address]) =>
    address === null ? [] : [`${name} A ${address}`],
  );
  return {
    name: hosting,
    nameservers: at(["first"]),
    // Not only the nameservers: also the addresses of former platforms and parking pages.
    records: [
      ...addresses.filter((line) => !line.startsWith("first ")),
      "shops A 198.51.100.60",
      "parking A 198.51.100.50",
    ],
  };
}

function edgeZone(): Zone {
  const name = parentOfEdge();
  const label = zooEdge.hostname.slice(0, -name.length - 1);
  return { name, nameservers: at(["first"]), records: zooEdge.addresses.map((address) => `${label} A ${address}`) };
}

function parentOfEdge(): string {
  return zooEdge.hostname.slice(zooEdge.hostname.indexOf(".") + 1);
}

function registryZone(sites: readonly Site[], signed: ReadonlyMap<string, Signed>): Zone {
  const records = sites.flatMap((site) => {
    const { setting, zone } = site;
    if (setting.registry === "absent") return [];
    if (setting.registry === "parked") return [`${zone}. TXT "registered, without nameservers"`];
    const ds = signed.get(zone)?.ds;
    return [
      ...nameserversOf(setting).map((name) => `${zone}. NS ${name}.${hosting}.`),
      ...(ds === undefined ? [] : [`${zone}. DS ${ds}`]),
    ];
  });
  return { name: registry, nameservers: at(["first"]), records };
}

type Signed = { zone: Zone; ds: string };

async function signZones(sites: readonly Site[]): Promise<Map<string, Signed>> {
  const entries = await Promise.all(
    sites.map(async (site): Promise<[string, Signed] | []> => {
      const { signing } = site.setting;
      return signing === undefined ? [] : [site.zone, await sign(site, signing)];
    }),
  );
  return new Map(entries.flatMap((entry) => (entry.length === 0 ? [] : [entry])));
}

async function sign(site: Site, signing: NonNullable<Setting["signing"]>): Promise<Signed> {
  const zone = zoneOf(site);
  const now = new Date();
  switch (signing) {
    case "valid": {
      const { file, ds } = await signZone(zone, now);
      return { zone: { ...zone, file }, ds };
    }
    case "expired": {
      const { file, ds } = await signZone(zone, new Date(now.getTime() - 60 * daysMs));
      return { zone: { ...zone, file }, ds };
    }
    case "forged": {
      const former = "former-target.test";
      const records = zone.records?.map((line) => line.replaceAll(zooEdge.hostname, former)) ?? [];
      const { file, ds } = await signZone({ ...zone, records }, now);
      return { zone: { ...zone, file: file.replaceAll(`${former}.`, `${zooEdge.hostname}.`) }, ds };
    }
    case "stripped":
      return { zone, ds: (await signZone(zone, now)).ds };
    case "other-key": {
      const [{ file }, { ds }] = await Promise.all([signZone(zone, now), signZone(zone, now)]);
      return { zone: { ...zone, file }, ds };
    }
  }
}

/** Every nameserver except the main Knot. */
async function startOthers(sites: readonly Site[], port: number): Promise<{ stop(): Promise<void> }> {
  const using = (name: NameserverName) => sites.filter((site) => nameserversOf(site.setting).includes(name));
  const knot = await startKnot({
    port,
    addresses: [nameservers.lagging, nameservers.refusing, nameservers.failing],
    zones: [
      ...using("lagging").map((site) => zoneOf(site, site.setting.lagging ?? [])),
      ...using("failing").map((site) => ({ ...zoneOf(site), file: null })),
    ],
  });
  const first = { address: nameservers.first, port };
  const odd = await Promise.all([
    startSilentServer({ address: nameservers.silent, port }),
    startSloppyServer({ address: nameservers.sloppy, port }, using("sloppy").map(sloppyZoneOf)),
    startOldServer({ address: nameservers.old, port }, first),
    startUnauthoritativeServer({ address: nameservers.unauthoritative, port }, first),
    startCuttingServer({ address: nameservers.cutting, port }, first),
  ]);
  return { stop: async () => void (await Promise.all([knot.stop(), ...odd.map((server) => server.close())])) };
}

/** Unbound expects nameservers on port 53, so its configuration lists each zone's addresses and port. */
function stubsOf(sites: readonly Site[], port: number): Record<string, { address: string; port: number }[]> {
  const zones = sites.flatMap((site) => [
    { zone: site.zone, names: site.setting.registry === undefined ? nameserversOf(site.setting) : knotNames },
    ...Object.entries(site.setting.below ?? {}).map(([label, names]) => ({ zone: `${label}.${site.zone}`, names })),
  ]);
  const special = zones.filter(({ names }) => names.some((name) => !knotNames.includes(name)));
  return Object.fromEntries(
    special.map(({ zone, names }) => [zone, names.map((name) => ({ address: placeOf(name), port }))]),
  );
}

function placeOf(name: NameserverName): string {
  // It would ask itself indefinitely. The refusing server is not authoritative either.
  if (name === "recursive") return nameservers.refusing;
  return nameservers[name] ?? nameservers.closed;
}

function nameserversOf(setting: Setting): readonly NameserverName[] {
  return setting.nameservers ?? knotNames;
}

function isAtKnot({ setting }: Site): boolean {
  if (setting.registry !== undefined) return false;
  const names = [...nameserversOf(setting), ...(setting.own ?? [])];
  return names.some((name) => knotNames.includes(name) || relays.includes(name));
}

function at(names: readonly NameserverName[]): Record<string, string[]> {
  return Object.fromEntries(names.map((name) => [`${name}.${hosting}`, [nameservers[name] ?? ""]]));
}

function zoneOf(site: Site, records: readonly string[] = site.setting.records): Zone {
  const { zone, setting } = site;
  const below = Object.entries(setting.below ?? {}).flatMap(([label, names]) =>
    names.map((name) => `${label} NS ${name}.${hosting}.`),
  );
  return {
    name: zone,
    nameservers: at(setting.own ?? nameserversOf(setting)),
    records: [...records.map((line) => fill(line, site)), ...below],
    ...(setting.negativeTtlSeconds === undefined ? {} : { negativeTtlSeconds: setting.negativeTtlSeconds }),
  };
}

/** Fills in the placeholders of a line. */
function fill(line: string, { token, zone }: Site): string {
  const middle = Math.floor(token.length / 2);
  return line
    .replaceAll("{token}", token)
    .replaceAll("{token-cut-off}", token.slice(0, -4))
    .replaceAll("{token-lower-case}", token.toLowerCase())
    .replaceAll("{token-first-half}", token.slice(0, middle))
    .replaceAll("{token-second-half}", token.slice(middle))
    .replaceAll("{zone}", zone)
    .replaceAll("{edge}", zooEdge.hostname);
}

function absolute(name: string, zone: string): string {
  if (name === "@") return zone;
  return name.endsWith(".") ? name.slice(0, -1) : `${name}.${zone}`;
}

function sloppyZoneOf(site: Site): SloppyZone {
  const { zone, setting } = site;
  const records = setting.records.map((line) => {
    const [, name = "", type = "", data = ""] = /^(\S+) (\S+) (.+)$/.exec(fill(line, site)) ?? [];
    const value = type === "CNAME" ? absolute(data, zone) : data.replace(/^"(.*)"$/, "$1");
    return { name: absolute(name, zone), type, value };
  });
  const servers = nameserversOf(setting).map((name) => ({ name: zone, type: "NS", value: `${name}.${hosting}` }));
  return { zone, records: [...servers, ...records] };
}

async function change(knot: Knot, site: Site): Promise<void> {
  const lines = site.setting.changes ?? [];
  const absoluteLines = lines.map((line) =>
    fill(line, site).replace(/^(add|delete) (\S+)/, (_all, verb, name) => `${verb} ${absolute(name, site.zone)}.`),
  );
  if (lines.length > 0) await knot.update(site.zone, absoluteLines);
}
