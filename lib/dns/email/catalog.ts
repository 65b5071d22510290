/** Email providers, and what can be wrong with a domain's email DNS, as data: a browser reads it too. */

export const emailProviderKeys = ["google_workspace", "microsoft_365", "zoho", "fastmail", "icloud", "proton"] as const;

export type EmailProviderKey = (typeof emailProviderKeys)[number];

/** Values that only a provider's own console knows, or that the owner chooses. Camel case here, snake case on the wire. */
export const emailParameterNames = [
  "region",
  "mxValue",
  "spfInclude",
  "dkimSelector",
  "dkimValue",
  "dkimSelector1",
  "dkimSelector2",
  "dkimId",
  "verification",
  "dmarcRua",
] as const;

export type EmailParameterName = (typeof emailParameterNames)[number];

export type EmailParameters = Readonly<Partial<Record<EmailParameterName, string>>>;

export type EmailParameter = {
  name: EmailParameterName;
  label: string;
  /** Where to find it. */
  help: string;
  placeholder: string | null;
  /** The values to choose from; null: a text. */
  options: readonly { value: string; label: string }[] | null;
  /** Without it, records of the set-up are missing. Others have a default, or are needed once only. */
  required: boolean;
};

export const emailPurposes = ["mx", "spf", "dkim", "dmarc", "verification", "autodiscover"] as const;

export type EmailPurpose = (typeof emailPurposes)[number];

/** `conflict`: something else stands in its place. `unknown`: it could not be read. */
export const emailRecordStatuses = ["present", "missing", "conflict", "needs_value", "unknown"] as const;

export type EmailRecordStatus = (typeof emailRecordStatuses)[number];

/**
 * A record with placeholders: `{domain}`, and a parameter's name. One whose value needs a parameter that is not given has no
 * value. `accepts`: what else is right in its place, where a name may begin with `*.`; `optional`: mail works without it.
 */
export type EmailRecordRow = {
  purpose: Exclude<EmailPurpose, "spf" | "dmarc">;
  type: "MX" | "TXT" | "CNAME";
  host: string;
  value: string;
  priority?: number;
  accepts?: readonly string[];
  optional?: true;
};

export type EmailProvider = {
  key: EmailProviderKey;
  name: string;
  parameters: readonly EmailParameter[];
  records: readonly EmailRecordRow[];
  /** What its MX targets look like, for where a parameter that names them is not given. */
  mxNames: readonly string[];
  /** MX targets of an older set-up, which is right as long as none of the newer ones is there. */
  olderMx: readonly string[];
  spf: { include: string; accepts: readonly string[] };
  /** Where its own instructions are. */
  docUrl: string;
  /** When these facts were last compared with its documentation, or with published set-ups: YYYY-MM-DD. */
  checkedAt: string;
};

const verification = (help: string, placeholder: string): EmailParameter => ({
  name: "verification",
  label: "Verification text",
  help: `${help} Needed once, until the provider has verified the domain.`,
  placeholder,
  options: null,
  required: false,
});

const dkimKey = (help: string): EmailParameter => ({
  name: "dkimValue",
  label: "DKIM key",
  help,
  placeholder: "v=DKIM1; k=rsa; p=MIIBIjANBg…",
  options: null,
  required: true,
});

const selector = (help: string, placeholder: string, required: boolean): EmailParameter => ({
  name: "dkimSelector",
  label: "DKIM selector",
  help,
  placeholder,
  options: null,
  required,
});

const microsoftDkim = (name: "dkimSelector1" | "dkimSelector2", number: 1 | 2): EmailParameter => ({
  name,
  label: `Target of selector${number}`,
  help: `In the Microsoft Defender portal: Email authentication settings → DKIM → your domain, under “Publish CNAMEs”. Or in PowerShell: Get-DkimSigningConfig | fl Selector${number}CNAME.`,
  placeholder: `selector${number}-example-com._domainkey.contoso.n-v1.dkim.mail.microsoft`,
  options: null,
  required: true,
});

/** Data centres of Zoho Mail: the end of its MX names, and the SPF include that set-ups there use. */
export const zohoRegions = [
  { key: "us", label: "United States (zoho.com)", mx: "zoho.com", spf: "zohomail.com" },
  { key: "eu", label: "Europe (zoho.eu)", mx: "zoho.eu", spf: "zohomail.eu" },
  { key: "in", label: "India (zoho.in)", mx: "zoho.in", spf: "zoho.in" },
  { key: "au", label: "Australia (zoho.com.au)", mx: "zoho.com.au", spf: "zohomail.com.au" },
  { key: "jp", label: "Japan (zoho.jp)", mx: "zoho.jp", spf: "zohomail.jp" },
  { key: "cn", label: "China (zoho.com.cn)", mx: "zoho.com.cn", spf: "zoho.com.cn" },
  { key: "ca", label: "Canada (zohocloud.ca)", mx: "zohocloud.ca", spf: "zohocloud.ca" },
  { key: "sa", label: "Saudi Arabia (zoho.sa)", mx: "zoho.sa", spf: "zohomail.sa" },
] as const;

/** Asked for with every provider, and never required. */
const reports: EmailParameter = {
  name: "dmarcRua",
  label: "Address for DMARC reports",
  help: "Receivers mail a daily summary to it. Leave it empty to publish a policy without reports.",
  placeholder: "dmarc@example.com",
  options: null,
  required: false,
};

/** In the order in which people are offered them. Sources: docs/email-dns.md. */
export const emailProviders: readonly EmailProvider[] = [
  {
    key: "google_workspace",
    name: "Google Workspace",
    parameters: [
      dkimKey(
        "Google Admin console: Apps → Google Workspace → Gmail → Authenticate email → Generate new record. After it is published, press “Start authentication” there.",
      ),
      selector("Only if you chose another prefix than “google” when you generated the key.", "google", false),
      verification("Google Admin console: Account → Domains → Verify.", "google-site-verification=…"),
      reports,
    ],
    records: [
      { purpose: "mx", type: "MX", host: "{domain}", value: "smtp.google.com", priority: 1 },
      { purpose: "dkim", type: "TXT", host: "{dkimSelector}._domainkey.{domain}", value: "{dkimValue}" },
      {
        purpose: "verification",
        type: "TXT",
        host: "{domain}",
        value: "{verification}",
        accepts: ["google-site-verification="],
        optional: true,
      },
    ],
    mxNames: ["smtp.google.com"],
    olderMx: ["aspmx.l.google.com", "*.aspmx.l.google.com", "*.googlemail.com"],
    spf: { include: "_spf.google.com", accepts: [] },
    docUrl: "https://support.google.com/a/answer/16004259",
    checkedAt: "2026-11-27",
  },
  {
    key: "microsoft_365",
    name: "Microsoft 365",
    parameters: [
      {
        name: "mxValue",
        label: "MX target",
        help: "Microsoft 365 admin center: Settings → Domains → your domain → DNS records, under “Microsoft Exchange”. It cannot be computed: domains added since July 2026 have a name under mx.microsoft, older ones one under mail.protection.outlook.com.",
        placeholder: "example-com.n-v1.mx.microsoft",
        options: null,
        required: true,
      },
      microsoftDkim("dkimSelector1", 1),
      microsoftDkim("dkimSelector2", 2),
      verification("Microsoft 365 admin center: Settings → Domains → your domain → Verify.", "MS=ms12345678"),
      reports,
    ],
    records: [
      { purpose: "mx", type: "MX", host: "{domain}", value: "{mxValue}", priority: 0 },
      {
        purpose: "dkim",
        type: "CNAME",
        host: "selector1._domainkey.{domain}",
        value: "{dkimSelector1}",
        accepts: ["*.dkim.mail.microsoft", "*.onmicrosoft.com"],
      },
      {
        purpose: "dkim",
        type: "CNAME",
        host: "selector2._domainkey.{domain}",
        value: "{dkimSelector2}",
        accepts: ["*.dkim.mail.microsoft", "*.onmicrosoft.com"],
      },
      { purpose: "autodiscover", type: "CNAME", host: "autodiscover.{domain}", value: "autodiscover.outlook.com" },
      {
        purpose: "verification",
        type: "TXT",
        host: "{domain}",
        value: "{verification}",
        accepts: ["MS=ms"],
        optional: true,
      },
    ],
    mxNames: ["*.mail.protection.outlook.com", "*.mx.microsoft"],
    olderMx: [],
    spf: { include: "spf.protection.outlook.com", accepts: ["spf.protection.office365.us"] },
    docUrl: "https://learn.microsoft.com/microsoft-365/enterprise/external-domain-name-system-records",
    checkedAt: "2026-11-27",
  },
  {
    key: "zoho",
    name: "Zoho Mail",
    parameters: [
      {
        name: "region",
        label: "Data center",
        help: "The end of the address at which you sign in to Zoho, such as mail.zoho.eu. It cannot be seen from the domain.",
        placeholder: null,
        options: zohoRegions.map(({ key, label }) => ({ value: key, label })),
        required: true,
      },
      selector(
        "Zoho Mail Admin Console: Domains → your domain → Email Configuration → DKIM, the name of the selector.",
        "zmail",
        true,
      ),
      dkimKey("Zoho Mail Admin Console: Domains → your domain → Email Configuration → DKIM, the TXT value."),
      {
        name: "spfInclude",
        label: "SPF include",
        help: "Only if the Admin Console shows another one than we propose: Domains → your domain → Email Configuration → SPF.",
        placeholder: "one.zoho.com",
        options: null,
        required: false,
      },
      verification("Zoho Mail Admin Console: Domains → your domain → Verify.", "zoho-verification=zb12345678.…"),
      reports,
    ],
    records: [
      { purpose: "mx", type: "MX", host: "{domain}", value: "mx.{zohoMx}", priority: 10 },
      { purpose: "mx", type: "MX", host: "{domain}", value: "mx2.{zohoMx}", priority: 20 },
      { purpose: "mx", type: "MX", host: "{domain}", value: "mx3.{zohoMx}", priority: 50 },
      { purpose: "dkim", type: "TXT", host: "{dkimSelector}._domainkey.{domain}", value: "{dkimValue}" },
      {
        purpose: "verification",
        type: "TXT",
        host: "{domain}",
        value: "{verification}",
        accepts: ["zoho-verification="],
        optional: true,
      },
    ],
    mxNames: zohoRegions.flatMap(({ mx }) => [`mx.${mx}`, `mx2.${mx}`, `mx3.${mx}`]),
    olderMx: [],
    spf: { include: "{zohoSpf}", accepts: ["{zohoMx}", "one.{zohoMx}", "spf.{zohoMx}", "zohomail.{zohoTld}"] },
    docUrl: "https://www.zoho.com/mail/help/adminconsole/domain-verification.html",
    checkedAt: "2026-11-27",
  },
  {
    key: "fastmail",
    name: "Fastmail",
    parameters: [reports],
    records: [
      { purpose: "mx", type: "MX", host: "{domain}", value: "in1-smtp.messagingengine.com", priority: 10 },
      { purpose: "mx", type: "MX", host: "{domain}", value: "in2-smtp.messagingengine.com", priority: 20 },
      { purpose: "dkim", type: "CNAME", host: "fm1._domainkey.{domain}", value: "fm1.{domain}.dkim.fmhosted.com" },
      { purpose: "dkim", type: "CNAME", host: "fm2._domainkey.{domain}", value: "fm2.{domain}.dkim.fmhosted.com" },
      { purpose: "dkim", type: "CNAME", host: "fm3._domainkey.{domain}", value: "fm3.{domain}.dkim.fmhosted.com" },
    ],
    mxNames: ["*.messagingengine.com"],
    olderMx: [],
    spf: { include: "spf.messagingengine.com", accepts: [] },
    docUrl: "https://www.fastmail.help/hc/en-us/articles/360060591153",
    checkedAt: "2026-11-27",
  },
  {
    key: "icloud",
    name: "iCloud+ Custom Email Domain",
    parameters: [
      verification("iCloud.com: Account settings → Custom Email Domain → your domain.", "apple-domain=…"),
      reports,
    ],
    records: [
      { purpose: "mx", type: "MX", host: "{domain}", value: "mx01.mail.icloud.com", priority: 10 },
      { purpose: "mx", type: "MX", host: "{domain}", value: "mx02.mail.icloud.com", priority: 10 },
      {
        purpose: "dkim",
        type: "CNAME",
        host: "sig1._domainkey.{domain}",
        value: "sig1.dkim.{domain}.at.icloudmailadmin.com",
        accepts: ["*.icloudmailadmin.com"],
      },
      {
        purpose: "verification",
        type: "TXT",
        host: "{domain}",
        value: "{verification}",
        accepts: ["apple-domain="],
        optional: true,
      },
    ],
    mxNames: ["*.mail.icloud.com"],
    olderMx: [],
    spf: { include: "icloud.com", accepts: [] },
    docUrl: "https://support.apple.com/102374",
    checkedAt: "2026-11-27",
  },
  {
    key: "proton",
    name: "Proton Mail",
    parameters: [
      {
        name: "dkimId",
        label: "DKIM target",
        help: "Proton Mail: Settings → All settings → Domain names → Review → DKIM. Copy the value of the first CNAME: it holds an id that only your domain has.",
        placeholder: "protonmail.domainkey.d4xyz….domains.proton.ch",
        options: null,
        required: true,
      },
      verification(
        "Proton Mail: Settings → All settings → Domain names → Review → Verify.",
        "protonmail-verification=…",
      ),
      reports,
    ],
    records: [
      { purpose: "mx", type: "MX", host: "{domain}", value: "mail.protonmail.ch", priority: 10 },
      { purpose: "mx", type: "MX", host: "{domain}", value: "mailsec.protonmail.ch", priority: 20 },
      ...["protonmail", "protonmail2", "protonmail3"].map(
        (name): EmailRecordRow => ({
          purpose: "dkim",
          type: "CNAME",
          host: `${name}._domainkey.{domain}`,
          value: `${name}.domainkey.{dkimId}.domains.proton.ch`,
          accepts: ["*.domains.proton.ch"],
        }),
      ),
      {
        purpose: "verification",
        type: "TXT",
        host: "{domain}",
        value: "{verification}",
        accepts: ["protonmail-verification="],
        optional: true,
      },
    ],
    mxNames: ["mail.protonmail.ch", "mailsec.protonmail.ch"],
    olderMx: [],
    spf: { include: "_spf.protonmail.ch", accepts: [] },
    docUrl: "https://proton.me/support/custom-domain",
    checkedAt: "2026-11-27",
  },
];

export function findEmailProvider(key: EmailProviderKey): EmailProvider {
  const provider = emailProviders.find((one) => one.key === key);
  if (provider === undefined) throw new Error(`no email provider ${key}`);
  return provider;
}

type EmailFindingRow = { severity: "blocking" | "warning" | "info"; title: string };

/** What an email check can find; what blocks first comes first. Each has a section in docs/troubleshooting.md, in this order. */
export const emailFindingKinds = {
  "email-name-is-alias": { severity: "blocking", title: "A CNAME stands where the mail records belong" },
  "email-mx-null": { severity: "blocking", title: "A null MX says that the domain accepts no mail" },
  "email-mx-left-over": { severity: "blocking", title: "MX records of another provider are still there" },
  "email-mx-target-missing": { severity: "blocking", title: "The MX record leads to a name without an address" },
  "email-spf-several": { severity: "blocking", title: "There is more than one SPF record" },
  "email-spf-invalid": { severity: "blocking", title: "The SPF record has an error" },
  "email-spf-include-broken": { severity: "blocking", title: "The SPF record includes one that does not exist" },
  "email-spf-too-many-look-ups": { severity: "blocking", title: "The SPF record needs more than 10 look-ups" },
  "email-spf-void-look-ups": { severity: "blocking", title: "The SPF record looks up names that do not exist" },
  "email-spf-qualifier": { severity: "blocking", title: "The SPF record names the provider, but not as allowed" },
  "email-dkim-name-doubled": { severity: "blocking", title: "The domain's name was appended twice" },
  "email-dkim-several": { severity: "blocking", title: "There is more than one DKIM record at the selector" },
  "email-dkim-key-cut": { severity: "blocking", title: "The DKIM key is cut off" },
  "email-dkim-invalid": { severity: "blocking", title: "The DKIM record cannot be read" },
  "email-dkim-revoked": { severity: "blocking", title: "The DKIM key is revoked" },
  "email-dkim-proxied": { severity: "blocking", title: "The DKIM name has addresses in place of its CNAME" },
  "email-value-quoted": { severity: "blocking", title: "Quotes were typed into a value" },
  "email-dmarc-several": { severity: "blocking", title: "There is more than one DMARC record" },
  "email-dmarc-invalid": { severity: "blocking", title: "The DMARC record cannot be used" },
  "email-spf-missing": { severity: "warning", title: "There is no SPF record" },
  "email-dkim-missing": { severity: "warning", title: "A DKIM record is missing" },
  "email-dmarc-missing": { severity: "warning", title: "There is no DMARC record" },
  "email-spf-open": { severity: "warning", title: "The SPF record lets everybody send" },
  "email-spf-unused-terms": { severity: "warning", title: "Parts of the SPF record are never read" },
  "email-spf-long": { severity: "warning", title: "The SPF record is very long" },
  "email-dkim-weak": { severity: "warning", title: "The DKIM key is short" },
  "email-dmarc-removed-tags": { severity: "warning", title: "The DMARC record has tags that no longer exist" },
  "email-dmarc-report-refused": { severity: "warning", title: "The address for DMARC reports does not accept them" },
  "email-mx-mixed": { severity: "warning", title: "Old and new MX records of the same provider are mixed" },
  "email-mx-old-form": { severity: "warning", title: "The MX target has Microsoft's old form" },
  "email-nameservers-differ": { severity: "warning", title: "The nameservers do not agree" },
  "email-not-checked": { severity: "warning", title: "Some records could not be checked" },
} as const satisfies Record<string, EmailFindingRow>;

export type EmailFindingCode = keyof typeof emailFindingKinds;

export const emailFindingCodes = Object.keys(emailFindingKinds) as [EmailFindingCode, ...EmailFindingCode[]];
