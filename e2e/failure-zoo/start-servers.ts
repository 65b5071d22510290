import {
  type SloppyZone,
  startCuttingServer,
  startOldServer,
  startSilentServer,
  startSloppyServer,
  startUnauthoritativeServer,
} from "@/e2e/failure-zoo/odd-servers";
import {
  type Nameserver,
  type NameserverName,
  nameservers,
  registry,
  type Setting,
  type ZoneBelow,
  zooEdge,
} from "@/e2e/failure-zoo/zoo-case";
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
const relays: readonly NameserverName[] = ["old", "dropping", "unauthoritative", "cutting"];
const daysMs = 86_400_000;

/**
 * All DNS servers from the root to the customers' zones, on loopback. Nothing leaves the machine.
 * @param onPort Default: a free one. Tools that ask only port 53 need that one, and root's rights.
 */
export async function startServers(sites: readonly Site[], onPort?: number): Promise<ZooServers> {
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => void (await Promise.all(running.reverse().map((server) => server.stop())));
  try {
    const signed = await signZones(sites);
    const top = await signZone(registryZone(sites, signed), new Date());
    const knot = await startKnot({
      ...(onPort === undefined ? {} : { port: onPort }),
      addresses: knotNames.flatMap((name) => nameservers[name] ?? []),
      zones: [
        rootZone(sites),
        hostingZone(sites),
        edgeZone(),
        ...sites.filter(isAtKnot).map((site) => signed.get(site.zone)?.zone ?? zoneOf(site)),
        ...sites
          .flatMap(zonesBelow)
          .filter(({ hosts }) => hosts.some(isServedByKnot))
          .map(({ zone }) => zone),
      ],
    });
    running.push(knot);
    // A server of its own: one that holds a zone and the zone above it gives no referral.
    running.push(
      await startKnot({
        port: knot.port,
        addresses: [nameservers.registry],
        zones: [{ name: registry, file: top.file }],
      }),
    );
    running.push(await startOthers(sites, knot.port));
    const resolver = await startUnbound({
      stubs: {
        ".": { address: nameservers.first, port: knot.port },
        [registry]: { address: nameservers.registry, port: knot.port },
        ...stubsOf(sites, knot.port),
      },
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

function rootZone(sites: readonly Site[]): Zone {
  const delegated = [registry, hosting, parentOfEdge()];
  const elsewhere = sites
    .flatMap((site) => allHostsOf(site))
    .filter(({ name }) => !name.endsWith(`.${hosting}`) && !name.endsWith(`.${registry}`))
    .flatMap(({ name, address }) => (address === null ? [] : [`${name}. A ${address}`]));
  return {
    name: ".",
    nameservers: at(["first"]),
    records: [
      ...delegated.map((zone) => `${zone}. NS ${zone === registry ? "registry" : "first"}.${hosting}.`),
      ...new Set(elsewhere),
    ],
  };
}

function hostingZone(sites: readonly Site[]): Zone {
  const addresses = Object.entries(nameservers).flatMap(([name, address]) =>
    address === null ? [] : [`${name} A ${address}`],
  );
  const others = sites.flatMap(allHostsOf).flatMap(({ name, server, address }) => {
    const isListed = name === `${server}.${hosting}` || !name.endsWith(`.${hosting}`);
    return isListed || address === null ? [] : [`${name}. A ${address}`];
  });
  return {
    name: hosting,
    nameservers: at(["first"]),
    // Not only the nameservers: also the addresses of former platforms and parking pages.
    records: [
      ...addresses.filter((line) => !line.startsWith("first ")),
      ...new Set(others),
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
    const hosts = hostsOf(setting.delegatedTo ?? nameserversOf(setting), site);
    const glue = hosts.flatMap(({ name, address }) =>
      address !== null && name.endsWith(`.${zone}`) ? [`${name}. A ${address}`] : [],
    );
    return [
      ...hosts.map(({ name }) => `${zone}. NS ${name}.`),
      ...glue,
      ...(ds === undefined ? [] : [`${zone}. DS ${ds}`]),
    ];
  });
  return { name: registry, nameservers: at(["registry"]), records };
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
    case "expired":
    case "future": {
      const offsetMs = signing === "expired" ? -60 * daysMs : 60 * daysMs;
      const { file, ds } = await signZone(zone, new Date(now.getTime() + offsetMs));
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
  const using = (name: NameserverName) => sites.filter((site) => serversOf(site).includes(name));
  const knot = await startKnot({
    port,
    addresses: [nameservers.lagging, nameservers.refusing, nameservers.failing],
    zones: [
      ...using("lagging").map((site) => laggingZoneOf(site)),
      ...sites
        .flatMap(zonesBelow)
        .filter(({ hosts }) => hosts.some(({ server }) => server === "lagging"))
        .map(({ zone }) => zone),
      ...using("failing").map((site) => ({ ...zoneOf(site), file: null })),
    ],
  });
  const first = { address: nameservers.first, port };
  const odd = await Promise.all([
    startSilentServer({ address: nameservers.silent, port }),
    startSloppyServer({ address: nameservers.sloppy, port }, using("sloppy").map(sloppyZoneOf)),
    startOldServer({ address: nameservers.old, port }, first, "servfail"),
    startOldServer({ address: nameservers.dropping, port }, first, "drop"),
    startUnauthoritativeServer({ address: nameservers.unauthoritative, port }, first),
    startCuttingServer({ address: nameservers.cutting, port }, first),
  ]);
  return { stop: async () => void (await Promise.all([knot.stop(), ...odd.map((server) => server.close())])) };
}

/** Unbound expects nameservers on port 53, so its configuration lists each zone's addresses and port. */
function stubsOf(sites: readonly Site[], port: number): Record<string, { address: string; port: number }[]> {
  const zones = sites.flatMap((site) => {
    const { setting } = site;
    const above = setting.delegatedTo ?? nameserversOf(setting);
    return [
      { zone: site.zone, servers: above.map(serverOf) },
      ...Object.entries(setting.below ?? {}).map(([label, names]) => ({
        zone: `${label}.${site.zone}`,
        servers: names.map(serverOf),
      })),
      ...zonesBelow(site).flatMap(({ zone, hosts, isDelegated }) =>
        isDelegated ? [{ zone: zone.name, servers: hosts.map(({ server }) => server) }] : [],
      ),
    ];
  });
  const listed = zones.filter(({ zone }) =>
    sites.every((site) => site.zone !== zone || site.setting.registry === undefined),
  );
  return Object.fromEntries(
    listed.map(({ zone, servers }) => [zone, servers.map((name) => ({ address: placeOf(name), port }))]),
  );
}

function placeOf(name: NameserverName): string {
  // It would ask itself indefinitely. The refusing server is not authoritative either.
  if (name === "recursive") return nameservers.refusing;
  return nameservers[name] ?? nameservers.closed;
}

function nameserversOf(setting: Setting): readonly Nameserver[] {
  return setting.nameservers ?? knotNames;
}

type Host = { name: string; server: NameserverName; address: string | null };

function hostsOf(names: readonly Nameserver[], { zone }: Pick<Site, "zone">): Host[] {
  return names.map((nameserver) => {
    const server = serverOf(nameserver);
    const name = nameserver.includes("=") ? nameserver.slice(0, nameserver.lastIndexOf("=")) : `${server}.${hosting}`;
    return { name: name.replaceAll("{zone}", zone), server, address: nameservers[server] };
  });
}

function serverOf(nameserver: Nameserver): NameserverName {
  return nameserver.slice(nameserver.lastIndexOf("=") + 1) as NameserverName;
}

/** Of the zone and of those below it, as the registry and as the zones name them. */
function allHostsOf(site: Site): Host[] {
  const { setting } = site;
  const { delegatedTo = [], laggingNameservers = [], below = {} } = setting;
  return [
    ...hostsOf(
      [...nameserversOf(setting), ...delegatedTo, ...laggingNameservers, ...Object.values(below).flat()],
      site,
    ),
    ...zonesBelow(site).flatMap(({ hosts }) => hosts),
  ];
}

/** The servers that have the zone. */
function serversOf({ setting }: Site): readonly NameserverName[] {
  return [...nameserversOf(setting), ...(setting.delegatedTo ?? [])].map(serverOf);
}

function isAtKnot(site: Site): boolean {
  if (site.setting.registry !== undefined) return false;
  return serversOf(site).some((name) => knotNames.includes(name) || relays.includes(name));
}

function isServedByKnot({ server }: Host): boolean {
  return knotNames.includes(server);
}

type Below = { zone: Zone; hosts: Host[]; isDelegated: boolean };

function zonesBelow(site: Site): Below[] {
  return Object.entries(site.setting.zonesBelow ?? {}).map(([label, below]: [string, ZoneBelow]) => {
    const name = `${label}.${site.zone}`;
    const hosts = hostsOf(below.nameservers ?? knotNames, site);
    const zone = {
      name,
      nameservers: addressesOf(hosts),
      records: below.records.map((line) => fill(line, site)),
    };
    return { zone, hosts, isDelegated: below.delegation !== "missing" };
  });
}

function addressesOf(hosts: readonly Host[]): Record<string, string[]> {
  return Object.fromEntries(hosts.map(({ name, address }) => [name, address === null ? [] : [address]]));
}

function at(names: readonly NameserverName[]): Record<string, string[]> {
  return Object.fromEntries(names.map((name) => [`${name}.${hosting}`, [nameservers[name] ?? ""]]));
}

function zoneOf(site: Site, records = site.setting.records, names = nameserversOf(site.setting)): Zone {
  const { zone, setting } = site;
  const delegated = [
    ...Object.entries(setting.below ?? {}).map(([label, below]) => ({ label, hosts: hostsOf(below, site) })),
    ...zonesBelow(site).flatMap(({ zone: { name }, hosts, isDelegated }) =>
      isDelegated ? [{ label: name.slice(0, -zone.length - 1), hosts }] : [],
    ),
  ];
  return {
    name: zone,
    nameservers: addressesOf(hostsOf(names, site)),
    records: [
      ...records.map((line) => fill(line, site)),
      ...delegated.flatMap(({ label, hosts }) => hosts.map(({ name }) => `${label} NS ${name}.`)),
    ],
    ...(setting.negativeTtlSeconds === undefined ? {} : { negativeTtlSeconds: setting.negativeTtlSeconds }),
  };
}

function laggingZoneOf(site: Site): Zone {
  const { lagging = [], laggingNameservers = nameserversOf(site.setting) } = site.setting;
  return zoneOf(site, lagging, laggingNameservers);
}

/** Fills in the placeholders of a line. */
function fill(line: string, { token, zone }: Site): string {
  const middle = Math.floor(token.length / 2);
  return line
    .replaceAll("{token}", token)
    .replaceAll("{token-cut-off}", token.slice(0, -4))
    .replaceAll("{token-lower-case}", token.toLowerCase())
    .replaceAll("{token-upper-case}", token.toUpperCase())
    .replaceAll("{token-with-other-hyphens}", token.replaceAll("-", "\\226\\128\\145"))
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
  const servers = hostsOf(nameserversOf(setting), site).map(({ name }) => ({ name: zone, type: "NS", value: name }));
  return { zone, records: [...servers, ...records] };
}

async function change(knot: Knot, site: Site): Promise<void> {
  const lines = site.setting.changes ?? [];
  const absoluteLines = lines.map((line) =>
    fill(line, site).replace(/^(add|delete) (\S+)/, (_all, verb, name) => `${verb} ${absolute(name, site.zone)}.`),
  );
  if (lines.length > 0) await knot.update(site.zone, absoluteLines);
}
