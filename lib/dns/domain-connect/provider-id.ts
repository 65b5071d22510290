const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What is wrong with an integrator's provider id, or null. A template is named after it, so it cannot be changed later. */
export function problemOfProviderId(providerId: string): string | null {
  const labels = providerId.split(".");
  if (providerId.length > 100 || labels.length < 2 || !labels.every((one) => label.test(one))) {
    return "Use a domain name of yours in lower case, such as example.com.";
  }
  // The reviewers refuse names that could be taken for the protocol's own.
  const letters = providerId.replace(/[^a-z0-9]/g, "");
  if (/domain[sz]?connect|connect(or|ing|your)?domain/.test(letters)) {
    return "It reads like Domain Connect itself, and is refused by the reviewers of templates. Use your company's domain.";
  }
  return null;
}

/** What is wrong with the domain below which the public keys are published, or null. */
export function problemOfKeyDomain(keyDomain: string): string | null {
  const labels = keyDomain.split(".");
  if (keyDomain.includes("_")) {
    return "Use a name without underscores, such as dckeys.example.com: the checks of templates refuse them here.";
  }
  if (keyDomain.length > 200 || labels.length < 2 || !labels.every((one) => label.test(one))) {
    return "Use a domain name of yours in lower case, such as dckeys.example.com.";
  }
  return null;
}
