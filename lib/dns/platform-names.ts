import { parse as parseSuffix } from "tldts";

/**
 * A hostname that somebody else's platform gives out. Where `platform` is known, its users publish no DNS records there, so
 * that control cannot be proven and the name is refused; below another shared suffix they perhaps can, so that it is a warning.
 */
export type PlatformName = { platform: string | null; suffix: string; refused: boolean; message: string };

/** @param hostname lower-case A-labels without a trailing dot */
export function findPlatformName(hostname: string): PlatformName | null {
  const known = suffixesOf(hostname).find((suffix) => platformBySuffix.has(suffix));
  const platform = known === undefined ? undefined : platformBySuffix.get(known);
  if (known !== undefined && platform !== undefined) {
    const message = `“${hostname}” belongs to ${platform}. Connect a domain of your own, such as shop.example.com.`;
    return { platform, suffix: known, refused: true, message };
  }
  const { publicSuffix: suffix, isPrivate } = parseSuffix(hostname, suffixOptions);
  if (isPrivate !== true || suffix === null || suffix === hostname || isRegistry(suffix)) return null;
  const message = `“${hostname}” is below ${suffix}, a domain of a service that gives out such names. It works only if you can add TXT and CNAME records there; a domain of your own always does.`;
  return { platform: null, suffix, refused: false, message };
}

const suffixOptions = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
  mixedInputs: false,
} as const;

/** What the hostname is below, nearest first. */
function suffixesOf(hostname: string): string[] {
  const labels = hostname.split(".");
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join("."));
}

function isRegistry(suffix: string): boolean {
  return registries.some((registry) => suffix === registry || suffix.endsWith(`.${registry}`));
}

/**
 * As of 2026-11-28: platforms that give each customer a name below one of these. From the private section of the Public
 * Suffix List (publicsuffix.org), and from the platforms' own documentation where it does not list them.
 */
const suffixesOfPlatforms: Record<string, readonly string[]> = {
  Acquia: ["acquia-sites.com"],
  Adobe: ["myportfolio.com", "aem.live", "aem.page", "hlx.live", "hlx.page", "magentocloud.map.fastly.net"],
  Akamai: ["akamaized.net", "edgekey.net", "edgesuite.net", "akamaihd.net"],
  "Amazon Web Services": [
    ...["amazonaws.com", "amazonaws.com.cn", "amplifyapp.com", "awsapprunner.com", "cloudfront.net", "on.aws"],
    ...["elasticbeanstalk.com", "awsglobalaccelerator.com"],
  ],
  "Big Cartel": ["bigcartel.com"],
  BigCommerce: ["mybigcommerce.com"],
  "Bolt.new": ["bolt.host"],
  Bubble: ["bubbleapps.io"],
  "bunny.net": ["b-cdn.net"],
  Carrd: ["carrd.co"],
  "Clever Cloud": ["cleverapps.io"],
  Cloudflare: ["pages.dev", "workers.dev", "r2.dev", "trycloudflare.com", "cdn.cloudflare.net", "cloudflareaccess.com"],
  Convex: ["convex.site", "convex.cloud", "convex.app"],
  Deno: ["deno.dev", "deno.net", "deno-staging.dev"],
  DigitalOcean: ["ondigitalocean.app", "digitaloceanspaces.com"],
  Fastly: ["fastly.net", "edgecompute.app", "fastlylb.net"],
  "Fly.io": ["fly.dev", "shw.io", "edgeapp.net"],
  Framer: [
    "framer.app",
    "framer.ai",
    "framer.media",
    "framer.photos",
    "framer.website",
    "framer.wiki",
    "framercanvas.com",
  ],
  Ghost: ["ghost.io"],
  GitBook: ["gitbook.io"],
  GitHub: ["github.io", "githubusercontent.com", "githubpreview.dev", "github.dev"],
  GitLab: ["gitlab.io"],
  Glitch: ["glitch.me"],
  GoDaddy: ["godaddysites.com"],
  Google: [
    ...["web.app", "firebaseapp.com", "appspot.com", "run.app", "blogspot.com", "cloudfunctions.net", "withgoogle.com"],
    ...["hosted.app", "googleapis.com", "translate.goog", "withyoutube.com"],
  ],
  Heroku: ["herokuapp.com", "herokudns.com", "herokussl.com"],
  HubSpot: ["hs-sites.com", "hs-sites-eu1.com", "hubspotpagebuilder.com", "hubspotpagebuilder.eu"],
  "Hugging Face": ["hf.space"],
  Jimdo: ["jimdofree.com", "jimdosite.com"],
  Kajabi: ["mykajabi.com"],
  Kinsta: ["kinsta.cloud", "kinsta.app", "kinsta.page"],
  Koyeb: ["koyeb.app"],
  Lovable: ["lovable.app", "lovableproject.com"],
  Microsoft: [
    ...["azurewebsites.net", "azurestaticapps.net", "azureedge.net", "azurefd.net", "azurecontainerapps.io"],
    ...["trafficmanager.net", "cloudapp.net", "cloudapp.azure.com", "azure-api.net", "windows.net", "sharepoint.com"],
  ],
  Netlify: ["netlify.app", "netlify.com"],
  ngrok: ["ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "ngrok.pizza"],
  Northflank: ["northflank.app", "code.run"],
  Notion: ["notion.site"],
  Oracle: ["oraclecloud.com", "oraclecloudapps.com"],
  Pantheon: ["pantheonsite.io"],
  "Platform.sh": ["platformsh.site", "platform.sh"],
  Railway: ["railway.app"],
  "Read the Docs": ["readthedocs.io", "readthedocs-hosted.com"],
  Render: ["onrender.com"],
  Replit: ["replit.app", "replit.dev", "repl.co"],
  Scaleway: ["scw.cloud"],
  ShopBase: ["onshopbase.com"],
  Shopify: ["myshopify.com", "shopifypreview.com"],
  Shopline: ["myshopline.com"],
  Square: ["square.site", "weebly.com", "weeblysite.com"],
  Squarespace: ["squarespace.com"],
  Streamlit: ["streamlit.app"],
  Strikingly: ["mystrikingly.com"],
  Substack: ["substack.com"],
  Supabase: ["supabase.co", "supabase.in", "supabase.net"],
  Surge: ["surge.sh"],
  Tilda: ["tilda.ws"],
  Tumblr: ["tumblr.com"],
  Vercel: ["vercel.app", "vercel.dev", "now.sh", "vercel-dns.com"],
  Webflow: ["webflow.io"],
  Webnode: ["webnode.page", "webnode.com"],
  Wix: ["wixsite.com", "wixstudio.com", "wixstudio.io", "editorx.io", "wix-site.com"],
  "WordPress.com": ["wordpress.com", "wpcomstaging.com"],
  "WP Engine": ["wpengine.com", "wpenginepowered.com"],
  Zeabur: ["zeabur.app"],
  Zendesk: ["zendesk.com"],
};

const platformBySuffix: ReadonlyMap<string, string> = new Map(
  Object.entries(suffixesOfPlatforms).flatMap(([platform, suffixes]) =>
    suffixes.map((suffix) => [suffix, platform] as const),
  ),
);

/** In the same section of the list, but their customers have whole zones: registries like those of a country. */
const registries: readonly string[] = [
  ...["ae.org", "br.com", "cn.com", "co.com", "co.nl", "co.no", "com.de", "com.se", "de.com", "eu.com", "eu.org"],
  ...["gb.net", "gr.com", "hu.net", "in.net", "jp.net", "jpn.com", "mex.com", "qzz.io", "ru.com", "sa.com", "se.net"],
  ...["uk.com", "uk.net", "us.com", "us.org", "za.bz", "za.com", "za.net", "pp.ua", "priv.at", "radio.am", "radio.fm"],
];
