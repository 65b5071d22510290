import { readPictures } from "@/app/docs/pictures";

export const dynamic = "force-static";
export const dynamicParams = false;

export function generateStaticParams(): { name: string }[] {
  return readPictures().map(({ name }) => ({ name }));
}

/** A picture of the documentation. Its name stays when it is taken again, so that browsers ask anew after an hour. */
export async function GET(_request: Request, { params }: { params: Promise<{ name: string }> }): Promise<Response> {
  const { name } = await params;
  const picture = readPictures().find((one) => one.name === name);
  if (!picture) return new Response("Not found\n", { status: 404, headers: { "content-type": "text/plain" } });
  return new Response(picture.bytes, {
    headers: { "content-type": picture.mediaType, "cache-control": "public, max-age=3600" },
  });
}
