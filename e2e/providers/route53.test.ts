import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeAdapter } from "@/lib/dns/adapters/contract/describe-adapter";
import type { ProviderHttp, ProviderRequest } from "@/lib/dns/adapters/provider-http";
import { route53 } from "@/lib/dns/adapters/route53";
import { createWriters } from "./open-writer";
import { hasReferees, runPython } from "./referee";
import { createZone, type Moto, startMoto, upsert } from "./route53/server";

const credential = {
  access_key_id: "AKIASTANDIN000000000",
  secret_access_key: "standInSecretAccessKey/0000000000000000",
};

describe.skipIf(!hasReferees())("against moto", () => {
  // moto creates a set that exists already, so that it does not see a lost race; and it is slow with many sets.
  describeAdapter({ adapter: route53, startServer: startMoto, checksWrites: false, foreignRecords: 12 });

  const writers = createWriters();
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    await moto?.close();
    await writers.close();
  });

  it("aliases and weighted sets are read, and never changed", async () => {
    const writer = writers.open(route53, moto);
    const zone = { id: moto.zoneId, name: "example.com", nameservers: null };
    const alias =
      "<AliasTarget><HostedZoneId>Z2FDTNDATAQYW2</HostedZoneId><DNSName>d111.cloudfront.net.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget>";
    await upsert(moto.send, moto.zoneId, { name: "alias.example.com", type: "A", ttl: 0, values: [] }, alias);
    for (const weight of [1, 2]) {
      const extra = `<SetIdentifier>s${weight}</SetIdentifier><Weight>${weight}</Weight>`;
      const set = { name: "heavy.example.com", type: "A", ttl: 60, values: [`192.0.2.${weight}`] };
      await upsert(moto.send, moto.zoneId, set, extra);
    }
    const before = await moto.zone.sets();
    for (const name of ["alias.example.com", "heavy.example.com"]) {
      const refusal = writer.apply(zone, [{ name, type: "A", ttl: 60, add: ["192.0.2.9"], remove: ["192.0.2.1"] }]);
      await expect(refusal).rejects.toMatchObject({ code: "conflict_existing" });
    }
    expect(await moto.zone.sets()).toEqual(before);
  });

  it("private zones are none, and one of several public zones of a name is chosen by delegation", async () => {
    await createZone(moto.send, "inside.example", true);
    const ids = [await createZone(moto.send, "twice.example"), await createZone(moto.send, "twice.example")];
    const writer = writers.open(route53, moto);
    expect(await writer.findZone("www.inside.example")).toBeNull();
    await expect(writer.findZone("www.twice.example")).rejects.toMatchObject({ code: "delegated_elsewhere" });
    for (const [index, id] of ids.entries()) {
      const values = [`ns.${index}.example.`];
      await upsert(moto.send, id, { name: "twice.example", type: "NS", ttl: 60, values });
    }
    const informed = writers.open(route53, moto, async () => ["ns.1.example"]);
    expect((await informed.findZone("www.twice.example"))?.id).toBe(ids[1]);
  });

  it("a zone that is not there", async () => {
    const writer = writers.open(route53, moto);
    const zone = { id: "Z0000000000000", name: "example.com", nameservers: null };
    await expect(writer.readSets(zone, ["example.com"])).rejects.toMatchObject({ code: "zone_not_here", status: 404 });
  });
});

it.skipIf(!hasReferees())("signs as botocore does", async () => {
  const sent: ProviderRequest[] = [];
  const writer = connect(async (request) => {
    sent.push(request);
    return request.method === "GET" ? emptyList : changed;
  });
  const zone = { id: "Z1", name: "example.com", nameservers: null };
  const name = "*.shop.example.com";
  await writer.apply(zone, [{ name, type: "TXT", ttl: 60, add: ['a "quoted" & <text>'], remove: [] }]);
  expect(sent.map(({ method }) => method)).toEqual(["GET", "POST"]);
  for (const { method, url, headers, body } of sent) {
    const { authorization = "", "x-amz-date": datetime = "" } = headers;
    // Of the other headers none is signed.
    const input = { ...credential, method, url, headers: {}, body, datetime };
    const botocore = await runPython({ script: "route53_signature.py", input });
    expect(botocore).toEqual({ date: datetime, authorization: expect.any(String) });
    expect(signatureIn(authorization)).toEqual(signatureIn((botocore as { authorization: string }).authorization));
  }
});

describe("what Route 53 answers", () => {
  const zone = { id: "Z1", name: "example.com", nameservers: null };
  const change = { name: "shop.example.com", type: "TXT" as const, ttl: 60, add: ["ours"], remove: [] };

  it.each([
    [403, "InvalidClientTokenId", "The security token included in the request is invalid.", "credential_invalid"],
    [403, "SignatureDoesNotMatch", "The request signature we calculated does not match.", "credential_invalid"],
    [
      403,
      "AccessDenied",
      "User: arn:aws:iam::1:user/x is not authorized to perform: route53:ListResourceRecordSets",
      "permission_missing",
    ],
    [404, "NoSuchHostedZone", "No hosted zone found with ID: Z1", "zone_not_here"],
    [400, "Throttling", "Rate exceeded", "rate_limited"],
    [
      400,
      "PriorRequestNotComplete",
      "The request was rejected because Route 53 was still processing a prior request.",
      "rate_limited",
    ],
    [400, "InvalidInput", "The input is not valid", "record_refused"],
    [503, "ServiceUnavailable", "Try again", "provider_unavailable"],
  ])("%i %s is a fault", async (status, code, message, fault) => {
    const writer = connect(async () => ({ status, headers: {}, body: errorXml(code, message) }));
    const refusal = writer.readSets(zone, ["example.com"]);
    await expect(refusal).rejects.toMatchObject({ code: fault, said: message, status });
  });

  it("a set that has changed since it was read is read again, and what was added stays", async () => {
    const bodies: string[] = [];
    let values = ['"first"'];
    const writer = connect(async ({ method, body = "" }) => {
      if (method === "GET") return listXml([{ name: "shop.example.com.", type: "TXT", ttl: 60, values }]);
      bodies.push(body);
      if (bodies.length > 1) return changed;
      values = ['"first"', '"in two" " strings"'];
      return {
        status: 400,
        headers: {},
        body: errorXml(
          "InvalidChangeBatch",
          "[Tried to delete resource record set [name='shop.example.com.', type='TXT'] but the values provided do not match the current values]",
        ),
      };
    });
    await writer.apply(zone, [change]);
    const written = bodies.map((body) =>
      [...body.matchAll(/<Value>(.*?)<\/Value>/g)].map(([, value = ""]) => value.replaceAll("&#34;", '"')),
    );
    expect(written).toEqual([
      ['"first"', '"first"', '"ours"'],
      ['"first"', '"in two" " strings"', '"first"', '"in two" " strings"', '"ours"'],
    ]);
  });

  it("other records in the way are a conflict, and other refusals are not tried again", async () => {
    const said = [
      [
        "RRSet of type CNAME with DNS name shop.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.",
        "conflict_existing",
      ],
      ["Invalid Resource Record: 'FATAL problem: InvalidCharacterString'", "record_refused"],
    ] as const;
    for (const [message, code] of said) {
      let writes = 0;
      const writer = connect(async ({ method }) => {
        if (method === "GET") return emptyList;
        writes += 1;
        return { status: 400, headers: {}, body: errorXml("InvalidChangeBatch", message) };
      });
      await expect(writer.apply(zone, [change])).rejects.toMatchObject({ code, said: message });
      expect(writes).toBe(1);
    }
  });

  it("the list of zones goes on with names after the one that was asked for, and sets with later names", async () => {
    const writer = connect(async ({ url }) => {
      if (!url.includes("hostedzonesbyname")) {
        return listXml([
          { name: "\\052.example.com.", type: "A", ttl: 60, values: ["192.0.2.1"] },
          { name: "a.example.com.", type: "A", ttl: 60, values: ["192.0.2.2"] },
        ]);
      }
      const zones = `<HostedZone><Id>/hostedzone/Z9</Id><Name>example.net.</Name><Config><PrivateZone>false</PrivateZone></Config></HostedZone>`;
      return {
        status: 200,
        headers: {},
        body: `<ListHostedZonesByNameResponse><HostedZones>${zones}</HostedZones><IsTruncated>false</IsTruncated></ListHostedZonesByNameResponse>`,
      };
    });
    expect(await writer.findZone("www.example.com")).toBeNull();
    expect((await writer.findZone("www.example.net"))?.id).toBe("Z9");
    expect(await writer.readSets(zone, ["*.example.com"])).toEqual([
      { name: "*.example.com", type: "A", ttl: 60, values: ["192.0.2.1"] },
    ]);
  });

  it("an account that may not list its zones has some all the same", async () => {
    const writer = connect(async () => ({ status: 403, headers: {}, body: errorXml("AccessDenied", "no") }));
    expect(await writer.listZones()).toEqual({ zones: [], complete: false });
  });
});

const changed = { status: 200, headers: {}, body: "<ChangeResourceRecordSetsResponse/>" };
const emptyList = listXml([]);

function connect(send: ProviderHttp["send"]) {
  const now = () => new Date("2026-11-28T12:00:00.123Z");
  return route53.connect(credential, { http: { send }, now, sleep: async () => {} });
}

function listXml(sets: readonly { name: string; type: string; ttl: number; values: readonly string[] }[]) {
  const list = sets.map(({ name, type, ttl, values }) => {
    const records = values.map(
      (value) => `<ResourceRecord><Value>${value.replaceAll('"', "&quot;")}</Value></ResourceRecord>`,
    );
    return `<ResourceRecordSet><Name>${name}</Name><Type>${type}</Type><TTL>${ttl}</TTL><ResourceRecords>${records.join("")}</ResourceRecords></ResourceRecordSet>`;
  });
  const body = `<?xml version="1.0"?>\n<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets>${list.join("")}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>`;
  return { status: 200, headers: {}, body };
}

function errorXml(code: string, message: string): string {
  return `<?xml version="1.0"?>\n<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}

function signatureIn(authorization: string): string[] {
  return authorization.replace(/,\s*/g, " ").split(" ").sort();
}
