import {
  type EmailParameterName,
  type EmailParameters,
  type EmailProvider,
  emailParameterNames,
} from "@/lib/dns/email/catalog";
import { readDkim } from "@/lib/dns/email/dkim";
import { unquoteText } from "@/lib/dns/zones/canonical-value";

export type EmailParametersReading =
  | { ok: true; parameters: EmailParameters }
  | { ok: false; name: EmailParameterName; message: string };

/** Reads values as people copy them from a provider's console: with quotes, final dots, a priority, or the mechanism's name. Pure. */
export function readEmailParameters(provider: EmailProvider, given: EmailParameters): EmailParametersReading {
  const parameters: Partial<Record<EmailParameterName, string>> = {};
  for (const name of emailParameterNames) {
    const text = given[name]?.trim() ?? "";
    if (text === "") continue;
    if (!provider.parameters.some((one) => one.name === name)) {
      return { ok: false, name, message: `${provider.name} does not need this value.` };
    }
    const read = readers[name](text, provider);
    if ("problem" in read) return { ok: false, name, message: read.problem };
    parameters[name] = read.value;
  }
  return { ok: true, parameters };
}

type Read = { value: string } | { problem: string };

const hostname = (text: string, example: string): Read => {
  const value = text.toLowerCase().replace(/\.$/, "");
  const isName =
    value.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(value);
  return isName ? { value } : { problem: `This is not a name such as ${example}.` };
};

const dkimTarget = (text: string): Read =>
  hostname(text, "selector1-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft");

const readers: Record<EmailParameterName, (text: string, provider: EmailProvider) => Read> = {
  region: (text, { parameters }) => {
    const options = parameters.find(({ name }) => name === "region")?.options ?? [];
    const value = options.find((option) => option.value === text.toLowerCase())?.value;
    return value === undefined
      ? { problem: `Choose one of ${options.map((one) => one.value).join(", ")}.` }
      : { value };
  },
  mxValue: (text) => hostname(text.replace(/^\d+\s+/, ""), "example-com.n-v1.mx.microsoft"),
  spfInclude: (text) => hostname(text.replace(/^\+?include:/i, ""), "one.zoho.com"),
  dkimSelector: (text) => {
    const value = text.toLowerCase().replace(/\._domainkey.*$/, "");
    const isSelector =
      value.length <= 100 && /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(value) && !value.includes("..");
    return isSelector ? { value } : { problem: "A selector is a word such as google or zmail." };
  },
  dkimValue: (text) => {
    const value = unquoteText(text).replace(/[\t\r\n]+/g, "");
    const { fault } = readDkim(value);
    return fault === null || fault === "weak" ? { value } : { problem: dkimProblems[fault] };
  },
  dkimSelector1: dkimTarget,
  dkimSelector2: dkimTarget,
  dkimId: (text) => {
    const value = text.toLowerCase().replace(/\.$/, "");
    const id = /^(?:protonmail\d?\.domainkey\.)?(?<id>[a-z0-9]{8,63})(?:\.domains\.proton\.ch)?$/.exec(value)?.groups
      ?.id;
    return id === undefined
      ? { problem: "Copy the whole value of the CNAME, such as protonmail.domainkey.d4xyz….domains.proton.ch." }
      : { value: id };
  },
  verification: (text, provider) => {
    const value = unquoteText(text);
    const prefixes = provider.records.find(({ purpose }) => purpose === "verification")?.accepts ?? [];
    const isFine = value.length <= 255 && /^[!-~]+$/.test(value) && prefixes.some((prefix) => value.startsWith(prefix));
    return isFine ? { value } : { problem: `It begins with ${prefixes.join(" or ")}` };
  },
  dmarcRua: (text) => {
    const value = text.replace(/^mailto:/i, "");
    const isAddress = value.length <= 254 && /^[a-z0-9._+-]+@(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(value);
    return isAddress ? { value } : { problem: "This is not an address such as dmarc@example.com." };
  },
};

const dkimProblems = {
  not_dkim: "This is no DKIM key: it holds “p=” and a long text.",
  quoted: "This is no DKIM key: it holds “p=” and a long text.",
  cut: "The key is cut off. Copy it whole: a key of 2048 bits has about 400 characters.",
  unreadable: "The key cannot be read. Copy it again, as it is shown.",
  revoked: "The key is empty, which revokes it.",
} as const;
