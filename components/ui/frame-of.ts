/** The path of the layout with a header and tabs that a page is shown in: an application's or an endpoint's. */
export function frameOf(path: string): string | null {
  const [, kind, id] = path.split("/");
  const framed = kind === "applications" || (kind === "webhooks" && id !== "deliveries");
  return framed && id ? `/${kind}/${id}` : null;
}
