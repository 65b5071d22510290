import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { type ReadGuide, readGuides, titlesOf } from "@/app/docs/guides";
import { findPicture, readPictures } from "@/app/docs/pictures";
import { decisionsFolder, guideLink } from "@/components/docs/catalog";
import { DecisionsIndex, guideContents } from "@/components/docs/docs-index";
import { type DocsPlace, DocsShell } from "@/components/docs/docs-shell";
import { findingName, isFindingCode } from "@/components/docs/finding-name";
import { Markdown } from "@/components/docs/markdown";

type Params = { params: Promise<{ slug: string[] }> };

export const dynamic = "force-static";
export const dynamicParams = false;

const decisionsPath = `/docs/${decisionsFolder}`;

export function generateStaticParams(): { slug: string[] }[] {
  return [decisionsPath, ...readGuides().map(({ href }) => href)].map((href) => ({
    slug: href.split("/").slice(2),
  }));
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const path = pathOf((await params).slug);
  return { title: path === decisionsPath ? "Decisions" : getGuide(readGuides(), path).title };
}

/** One document of docs/, or the list of decisions. */
export default async function Page({ params }: Params) {
  const path = pathOf((await params).slug);
  const guides = readGuides();
  const all = { title: "All documents", contents: guideContents(titlesOf(guides)) };
  if (path === decisionsPath) {
    return (
      <DocsShell current="guides" parts={[all]}>
        <DecisionsIndex decisions={guides.filter(({ file }) => file.startsWith(`${decisionsFolder}/`))} />
      </DocsShell>
    );
  }
  const guide = getGuide(guides, path);
  const pictures = readPictures();
  const own = guide.sections.filter(({ depth }) => depth === 2);
  const sections = {
    title: "On this page",
    contents: own.map(({ id, title }) => ({ href: `#${id}`, label: isFindingCode(id) ? findingName(id) : title })),
  };
  return (
    <DocsShell current={placeOf(guide)} parts={[sections, all]}>
      <Markdown
        text={guide.text}
        idOf={guide.idOf}
        linkOf={(href) => guideLink(href, guide.file)}
        pictureOf={(href) => findPicture(pictures, href, guide.file)}
      />
    </DocsShell>
  );
}

function pathOf(slug: readonly string[]): string {
  return `/docs/${slug.join("/")}`;
}

function getGuide(guides: readonly ReadGuide[], path: string): ReadGuide {
  return guides.find(({ href }) => href === path) ?? notFound();
}

function placeOf({ file }: ReadGuide): DocsPlace {
  return file === "errors" || file === "troubleshooting" ? file : "guides";
}
