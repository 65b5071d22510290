import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPlatformName } from "@/lib/dns/platform-names";

describe("names that belong to another platform", () => {
  it.each([
    ["myshop.myshopify.com", "Shopify"],
    ["acme.github.io", "GitHub"],
    ["foo.vercel.app", "Vercel"],
    ["foo.netlify.app", "Netlify"],
    ["foo.herokuapp.com", "Heroku"],
    ["foo-12ab.herokuapp.com", "Heroku"],
    ["foo.azurewebsites.net", "Microsoft"],
    ["foo.scm.azurewebsites.net", "Microsoft"],
    ["foo.pages.dev", "Cloudflare"],
    ["preview.foo.pages.dev", "Cloudflare"],
    ["foo.web.app", "Google"],
    ["foo-abc-ew.a.run.app", "Google"],
    ["foo.up.railway.app", "Railway"],
    ["foo.onrender.com", "Render"],
    ["foo.squarespace.com", "Squarespace"],
    ["foo.wordpress.com", "WordPress.com"],
    ["d111111abcdef8.cloudfront.net", "Amazon Web Services"],
    ["foo.s3-website.eu-central-1.amazonaws.com", "Amazon Web Services"],
    ["foo.ghost.io", "Ghost"],
  ])("%s is refused as a name of %s", (hostname, platform) => {
    const found = findPlatformName(hostname);
    expect(found).toMatchObject({ platform, refused: true });
    expect(found?.message).toBe(
      `“${hostname}” belongs to ${platform}. Connect a domain of your own, such as shop.example.com.`,
    );
  });

  it.each(["foo.duckdns.org", "foo.js.org", "shop.foo.ddns.net"])(
    "%s is below a shared suffix: a warning",
    (hostname) => {
      const found = findPlatformName(hostname);
      expect(found).toMatchObject({ platform: null, refused: false });
      expect(found?.message).toContain(`below ${found?.suffix},`);
    },
  );

  it.each([
    ...["shop.example.com", "example.co.uk", "shop.uk.com", "verein.eu.org", "shop.co.com", "vercel.app.example.com"],
    ...["notvercel.app", "myvercel.app", "vercel.com", "shopify.com", "github.com", "shop.customer.test", "com", "a.b"],
  ])("%s is nobody's platform", (hostname) => {
    expect(findPlatformName(hostname)).toBeNull();
  });

  it("what is below a platform's suffix is its own, whatever the labels", () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
    const labels = fc.array(label, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(labels, fc.constantFrom("vercel.app", "myshopify.com", "wordpress.com"), (given, suffix) => {
        expect(findPlatformName([...given, suffix].join("."))).toMatchObject({ suffix, refused: true });
        // The same letters without the dot in front are another name.
        expect(findPlatformName(`${given.join("-")}${suffix}`)?.suffix).not.toBe(suffix);
      }),
    );
  });
});
