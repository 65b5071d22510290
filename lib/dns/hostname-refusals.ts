/** Why a typed hostname is refused, and the text for it. Without imports: a browser reads it too. */
export const hostnameRefusals = {
  empty: "Enter a hostname, such as shop.example.com.",
  too_long: "This hostname is too long: 253 characters are the most that DNS can hold.",
  whitespace: "A hostname cannot contain spaces.",
  several_hostnames: "There are several hostnames here. Enter one, such as shop.example.com.",
  url: "There is no hostname in this address. Enter one, such as shop.example.com.",
  email: "There is no hostname in this e-mail address. Enter one, such as shop.example.com.",
  ip_address: "This is an IP address. Enter a hostname, such as shop.example.com.",
  wildcard: "A wildcard cannot be connected. Enter one hostname, such as shop.example.com.",
  underscore: "A hostname cannot contain an underscore.",
  empty_label: "Two dots follow each other, or the hostname starts with a dot.",
  label_too_long: "One part of this hostname is longer than 63 characters, the most that DNS can hold.",
  hyphen: "A part of a hostname cannot start or end with a hyphen.",
  invalid_character: "A hostname can hold only letters, digits, hyphens, and dots.",
  invalid_idn: "This hostname contains characters that internationalised domain names do not allow.",
  single_label: "Enter the full hostname with its domain, such as shop.example.com.",
  platform_hostname: "This hostname belongs to the platform itself. Enter a hostname of your own domain.",
  reserved_tld: "This ending is reserved and does not exist in the public DNS.",
  unknown_tld: "This ending is not a top-level domain that exists. Check the spelling.",
  public_suffix: "This is a public suffix, under which many parties register. Enter a hostname of your own domain.",
} as const;

export type HostnameRefusal = keyof typeof hostnameRefusals;
