import { spawn } from "node:child_process";
import { getFreePort } from "@/e2e/support/free-port";
import { getToolPath } from "@/e2e/support/tool-path";
import type { ContractServer } from "@/lib/dns/adapters/contract/describe-adapter";
import type { RecordSet } from "@/lib/dns/zones/record-set";
import { readText } from "../record-text";
import { hasTarget, writeValue } from "../set-model";

const startMs = 30_000;
const path = "/2013-04-01";

export type Moto = ContractServer & {
  baseUrl: string;
  zoneId: string;
  /** As somebody else with the same account. Returns the body of the answer. */
  send(method: string, path: string, body?: string): Promise<string>;
};

/** moto, which others wrote, in its server mode: it plays Amazon Route 53 with everything in memory. */
export async function startMoto(): Promise<Moto> {
  const port = await getFreePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const child = spawn(getToolPath("python-referees"), args, { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const close = async () => {
    child.kill();
    await exited;
  };

  const send = async (method: string, at: string, body?: string): Promise<string> => {
    const headers = {
      "content-type": "text/xml",
      authorization: "AWS4-HMAC-SHA256 Credential=AKIA0/20260101/us-east-1/route53/aws4_request",
    };
    const response = await fetch(`${baseUrl}${path}${at}`, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`moto: ${response.status} ${text}`);
    return text;
  };

  try {
    await untilAnswered(`${baseUrl}${path}/hostedzone`, child);
    const zoneId = await createZone(send, "example.com");
    return {
      baseUrl,
      zoneId,
      credential: {
        access_key_id: "AKIASTANDIN000000000",
        secret_access_key: "standInSecretAccessKey/0000000000000000",
      },
      send,
      close,
      zone: {
        name: "example.com",
        sets: async () => readSets(await send("GET", `/hostedzone/${zoneId}/rrset?maxitems=1000`)),
        async put({ name, type, value, ttl = 3600 }) {
          const sets = readSets(
            await send("GET", `/hostedzone/${zoneId}/rrset?name=${encodeURIComponent(name)}.&maxitems=5`),
          );
          const known = sets.find((set) => set.name === name && set.type === type);
          const values = [...(known?.values ?? []), value].map((value) => writeValue(type, value));
          await upsert(send, zoneId, { name, type, ttl: known?.ttl ?? ttl, values });
        },
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Send = Moto["send"];

export async function createZone(send: Send, name: string, isPrivate = false): Promise<string> {
  const vpc = isPrivate ? "<VPC><VPCRegion>us-east-1</VPCRegion><VPCId>vpc-0</VPCId></VPC>" : "";
  const config = `<HostedZoneConfig><Comment></Comment><PrivateZone>${isPrivate}</PrivateZone></HostedZoneConfig>`;
  const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${name}.</Name>${vpc}<CallerReference>${Math.random()}</CallerReference>${config}</CreateHostedZoneRequest>`;
  const answer = await send("POST", "/hostedzone", body);
  return /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(answer)?.[1] ?? "";
}

/** `extra`: further elements of the set, such as an alias or a weight. */
export async function upsert(
  send: Send,
  zoneId: string,
  set: { name: string; type: string; ttl: number; values: readonly string[] },
  extra = "",
): Promise<void> {
  const records = set.values.map((value) => `<ResourceRecord><Value>${escapeXml(value)}</Value></ResourceRecord>`);
  const content =
    set.values.length === 0 ? "" : `<TTL>${set.ttl}</TTL><ResourceRecords>${records.join("")}</ResourceRecords>`;
  const body = `<ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeBatch><Changes><Change><Action>UPSERT</Action><ResourceRecordSet><Name>${set.name}.</Name><Type>${set.type}</Type>${extra}${content}</ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>`;
  await send("POST", `/hostedzone/${zoneId}/rrset/`, body);
}

async function untilAnswered(url: string, child: ReturnType<typeof spawn>): Promise<void> {
  const until = Date.now() + startMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`moto ended with ${child.exitCode}`);
    try {
      await fetch(url);
      return;
    } catch {
      if (Date.now() > until) throw new Error("moto does not answer");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

function readSets(xml: string): RecordSet[] {
  return [...xml.matchAll(/<ResourceRecordSet>(.*?)<\/ResourceRecordSet>/gs)].map(([, set = ""]) => {
    const type = textIn(set, "Type");
    const values = [...set.matchAll(/<Value>(.*?)<\/Value>/gs)].map(([, value = ""]) =>
      readValue(type, unescapeXml(value)),
    );
    const name = textIn(set, "Name").replace(/\\(\d{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    return { name: name.replace(/\.$/, ""), type, ttl: Number(textIn(set, "TTL")), values };
  });
}

function readValue(type: string, value: string): string {
  if (type === "TXT") return readText(value);
  return hasTarget(type) ? value.replace(/\.$/, "") : value;
}

function textIn(xml: string, name: string): string {
  return unescapeXml(new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml)?.[1] ?? "");
}

const entities: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&apos;": "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&[^;]+;/g, (entity) => entities[entity] ?? entity);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
