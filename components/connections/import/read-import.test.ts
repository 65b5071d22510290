import { expect, it } from "vitest";
import { maxRows } from "@/components/connections/import/limits";
import { readImport } from "@/components/connections/import/read-import";

const sandbox = { allowReservedTlds: true };
const production = { allowReservedTlds: false };

const read = (text: string, selected: number[] | null = null) => readImport(text, sandbox, selected);
/** Names that will be sent, and `line: problem` for the others. */
const names = (text: string) =>
  read(text).rows.map(({ line, hostname, problem }) => (problem === null ? hostname : `${line}: ${problem}`));
const lines = (text: string) => read(text).rows.map(({ line, hostname }) => [line, hostname]);

it("reads a pasted list line by line, and empty lines keep the numbers right", () => {
  expect(read("Shop.Acme.test\n\n  blog.acme.test.  \r\n").rows).toEqual([
    { row: 1, line: 1, text: "Shop.Acme.test", hostname: "shop.acme.test", problem: null },
    { row: 2, line: 3, text: "blog.acme.test.", hostname: "blog.acme.test", problem: null },
  ]);
});

it.each([
  ["a.com,b.com,c.com", ["a.com", "b.com", "c.com"]],
  ["a.com, b.com, c.com", ["a.com", "b.com", "c.com"]],
  ["a.com; b.com;c.com;", ["a.com", "b.com", "c.com"]],
  ["a.com\tb.com", ["a.com", "b.com"]],
  ["a.com | b.com", ["a.com", "b.com"]],
  ["a.com b.com", ["a.com", "b.com"]],
  ["a.ex.com, b.ex.com\nc.ex.com, d.ex.com", ["a.ex.com", "b.ex.com", "c.ex.com", "d.ex.com"]],
  ["a.com, b.com\nc.com\nd.com, e.com, f.com", ["a.com", "b.com", "c.com", "d.com", "e.com", "f.com"]],
  ["a.com b.com\nc.com d.com", ["a.com", "b.com", "c.com", "d.com"]],
  ["ex.com,www.ex.com\nex.de,www.ex.de", ["ex.com", "www.ex.com", "ex.de", "www.ex.de"]],
  ["ex.com,www.ex.com\nex.de,", ["ex.com", "www.ex.com", "ex.de"]],
  ['domain\n"a.com, b.com"\nc.com', ["a.com", "b.com", "c.com"]],
  ["customer;domains\nAcme;a.com, b.com\nBeta;c.com", ["a.com", "b.com", "c.com"]],
])("reads every name of %j", (text, expected) => {
  expect(names(text)).toEqual(expected);
});

it("says which of several names in one line is wrong", () => {
  expect(names("a.com, b.de, not ok.fr")).toEqual(["a.com", "b.de", "1: A hostname cannot contain spaces."]);
});

it("gives each name of a line a row of its own", () => {
  expect(read("a.test, b.test, c.test").rows.map(({ row, line }) => [row, line])).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});

it.each([
  ["an unbalanced quote", 'customer,domain\nAcme,a.com\n"Beta,b.com\nGamma,c.com\nDelta,d.com', 4],
  ["an inner quote", 'customer;domain\nAcme;a.com\n"Zum Adler" Gasthof;b.com\nGamma;c.com\nDelta;d.com', 4],
  [
    "an unbalanced quote that a later one closes",
    'customer,domain\n"Acme,a.com\nBeta",b.com\nGamma,c.com\nDelta,d.com',
    4,
  ],
  ["an unbalanced quote at the end", 'customer,domain\nAcme,a.com\nBeta,b.com\nGamma,c.com\nDelta,"d.com', 4],
  ["a quote in a name", 'customer,domain\n5" Disks,a.com\n"6"" Disks",b.com\n7"" Disks,c.com\n"8"", more",d.com', 4],
  ["back-slashes", 'customer,domain\n"Foo \\"Bar\\"",a.com\nBeta,b.com\n"C\\",c.com\nD,d.com', 4],
])("no row is lost to %s", (_, text) => {
  expect(names(text)).toEqual(["a.com", "b.com", "c.com", "d.com"]);
  expect(read(text).rows.map(({ line }) => line)).toEqual(text.startsWith("customer") ? [2, 3, 4, 5] : []);
});

it("reads a cell over several lines as one, and the numbers of the lines after it stay those of the file", () => {
  const text = 'customer,address,domain\nAcme,"Main St 1\nBerlin",a.com\n"Beta\n\nCo",x,b.com\nGamma,y,c.com';
  expect(lines(text)).toEqual([
    [3, "a.com"],
    [6, "b.com"],
    [7, "c.com"],
  ]);
  expect(lines('domain\n"a.com\nb.com"\nc.com')).toEqual([
    [2, "a.com"],
    [3, "b.com"],
    [4, "c.com"],
  ]);
});

it.each([
  ["Name,Website\nAcme Ltd,shop.acme.com", ["shop.acme.com"]],
  ["Domain,Host\nacme.com,GoDaddy", ["acme.com"]],
  ["server,custom_domain\nweb1.host.com,shop.acme.com", ["shop.acme.com"]],
  ["name;url\nAcme;https://shop.acme.com/", ["shop.acme.com"]],
  ["domain,target\nshop.acme.com,edge.platform.com", ["shop.acme.com"]],
  ["domain,customDomain\nacme.platform.com,shop.acme.com", ["shop.acme.com"]],
  ["Domain Name,Nameserver 1,Nameserver 2\nacme.com,ns1.host.com,ns2.host.com", ["acme.com"]],
  ["hostname,logo_url\nshop.acme.com,https://cdn.img.com/1.png", ["shop.acme.com"]],
  ["Acme,shop.acme.com\nBeta,beta.com", ["shop.acme.com", "beta.com"]],
  ["1,Acme,shop.acme.com\n2,Beta,beta.com", ["shop.acme.com", "beta.com"]],
  ["id,email,domain\n1,anna@gmail.com,acme.com\n2,bob@gmail.com,beta.com", ["acme.com", "beta.com"]],
  ["anna@gmail.com,acme.com\nbob@gmail.com,beta.com", ["acme.com", "beta.com"]],
  ["Notes,Domain\nsee www.x.com today,acme.com\nplain,beta.com", ["acme.com", "beta.com"]],
])("chooses the column by what it holds: %j", (text, expected) => {
  expect(names(text)).toEqual(expected);
  expect(read(text).undecided).toBe(false);
});

it.each([
  "Domäne",
  "Domainname",
  "nom de domaine",
  "custom_domain",
  "URL",
  "Domain Name",
  "domain_name",
  "FQDN",
  "Host Name",
  "dominio",
  "Nome a dominio",
  "Domeinnaam",
  "domena",
  "Doména",
  "доменное имя",
  "Домен",
  "ドメイン名",
  "域名",
  "도메인",
  "Verkkotunnus",
  "Website",
  "Webseite",
  "Site web",
  "Alan adı",
  "tên miền",
  "Hosts",
  "Domän",
  "Domænenavn",
])("reads %j as a heading, in a list and in a table", (heading) => {
  expect(names(`${heading}\na.com\nb.com`)).toEqual(["a.com", "b.com"]);
  expect(names(`xyz,${heading}\nfoo,a.com\nbar,b.com`)).toEqual(["a.com", "b.com"]);
  expect(read(`${heading}\na.com`).heading).toEqual({ line: 1, text: heading });
});

it("leaves the choice between columns of hostnames to a person where no heading decides", () => {
  const text = "id,old name,left,right\n1,x,a.com,b.com\n2,y,c.com,d.com";
  expect(read(text)).toMatchObject({
    selected: [2, 3],
    undecided: true,
    columns: [
      { index: 2, heading: "left", hostnames: 2, samples: ["a.com", "c.com"] },
      { index: 3, heading: "right", hostnames: 2, samples: ["b.com", "d.com"] },
    ],
  });
  expect(read(text, [3])).toMatchObject({ undecided: false, rows: [{ hostname: "b.com" }, { hostname: "d.com" }] });
});

it("offers the columns that it did not choose", () => {
  const list = read("server,custom_domain\nweb1.host.com,shop.acme.com");
  expect(list.columns.map(({ heading }) => heading)).toEqual(["server", "custom_domain"]);
  expect(list.selected).toEqual([1]);
});

it("has a row for each line without a hostname", () => {
  expect(names("customer,domain\nAcme,a.com\nBeta,\nGamma,n/a")).toEqual([
    "a.com",
    "3: There is no domain in this line.",
    expect.stringContaining("4: "),
  ]);
});

it.each(["sep=;", '"sep=;"', "SEP=;"])("skips Excel's line %j", (line) => {
  expect(lines(`\ufeff${line}\r\ncustomer;domain\r\nAcme, Inc.;a.com\r\nBeta;b.com`)).toEqual([
    [3, "a.com"],
    [4, "b.com"],
  ]);
});

it("reads a file of URLs, and of email addresses", () => {
  expect(names("https://a.com/\nhttp://b.com:8080/x?y,z\nc.com/cart")).toEqual(["a.com", "b.com", "c.com"]);
  expect(names("anna@a.com\nbob@b.com")).toEqual(["a.com", "b.com"]);
});

it("refuses here what the server would refuse, in each environment", () => {
  const text = "a.com\na.test\nmyshop.myshopify.com\nco.uk\na.nosuchtld\n*.a.com\n10.0.0.1\nA.com.";
  const reasons = (policy: typeof sandbox) => readImport(text, policy).rows.map(({ problem }) => problem?.slice(0, 19));
  const others = [
    "“myshop.myshopify.c",
    "This is a public su",
    "This ending is not ",
    "A wildcard cannot b",
    "This is an IP addre",
    "Duplicate of line 1",
  ];
  expect(reasons(sandbox)).toEqual([undefined, undefined, ...others]);
  expect(reasons(production)).toEqual([undefined, "This ending is rese", ...others]);
});

it("a list that is too long is read up to its bound, and what is beyond is counted", () => {
  const list = read(Array.from({ length: maxRows + 5 }, (_, index) => `n${index}.test`).join("\n"));
  expect([list.rows.length, list.beyond]).toEqual([maxRows, 5]);
});

it("nothing is an empty list", () => {
  expect(read(" \n\n").rows).toEqual([]);
  expect(read("").rows).toEqual([]);
});
