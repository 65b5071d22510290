import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { headingIds, slugOf } from "@/components/docs/sections";

type Options = {
  /** The id of a heading, and the name of a table; each is asked for once, in order. */
  idOf: (heading: string) => string;
  nameOf: (table: string) => string;
  /** null: only the text of the link is shown. */
  linkOf: (href: string) => string | null;
  /** null: only the text of the picture is shown. */
  pictureOf: (href: string) => Picture | null;
};

/** Sizes in pixels: with them, nothing moves when the picture arrives. */
export type Picture = { src: string; width: number; height: number };

const asItIs = (href: string) => href;
const noPicture = () => null;

/** Our own Markdown as elements: headings, paragraphs, lists, tables, code, emphasis, links and pictures. Raw HTML is text. */
export function Markdown({
  text,
  idOf = slugOf,
  linkOf = asItIs,
  pictureOf = noPicture,
}: {
  text: string;
  idOf?: (heading: string) => string;
  linkOf?: Options["linkOf"];
  pictureOf?: Options["pictureOf"];
}) {
  const options = { idOf: headingIds(idOf), nameOf: headingIds((name) => name), linkOf, pictureOf };
  return <Blocks tokens={lexer(text)} options={options} />;
}

function Blocks({ tokens, options }: { tokens: Token[]; options: Options }): ReactNode {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
    <Fragment key={index}>{block(token, options)}</Fragment>
  ));
}

function block(token: Token, options: Options): ReactNode {
  switch (token.type) {
    case "heading":
      return heading(token as Tokens.Heading, options);
    case "paragraph":
      return (
        <p className="mt-3 max-w-[70ch] [overflow-wrap:anywhere]">
          <Inline tokens={token.tokens} linkOf={options.linkOf} pictureOf={options.pictureOf} />
        </p>
      );
    case "text":
      return <Inline tokens={(token as Tokens.Text).tokens ?? [token]} linkOf={options.linkOf} />;
    case "list": {
      const { ordered, items } = token as Tokens.List;
      const List = ordered ? "ol" : "ul";
      return (
        <List className={`mt-3 max-w-[70ch] space-y-1 pl-5 ${ordered ? "list-decimal" : "list-disc"}`}>
          {items.map((item) => (
            <li key={item.raw} className="[overflow-wrap:anywhere]">
              <Blocks tokens={item.tokens} options={options} />
            </li>
          ))}
        </List>
      );
    }
    case "table":
      return <Table table={token as Tokens.Table} options={options} />;
    case "blockquote":
      return (
        <blockquote className="mt-3 border-line border-l-2 pl-4">
          <Blocks tokens={token.tokens ?? []} options={options} />
        </blockquote>
      );
    case "code":
      return <CodeBlock text={(token as Tokens.Code).text} />;
    case "hr":
      return <hr className="mt-6 border-line" />;
    case "html":
      return token.raw.trimStart().startsWith("<!--") ? null : token.raw;
    case "space":
      return null;
    default:
      return token.raw;
  }
}

/** A wide one scrolls inside its frame, with the keyboard too. */
function Table({ table, options: { linkOf, nameOf } }: { table: Tokens.Table; options: Options }) {
  const columns = table.header.map(({ text }) => text).filter(Boolean);
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
      tabIndex={0}
      aria-label={nameOf(`Table: ${columns.join(", ")}`)}
      className="mt-4 overflow-x-auto rounded-lg border border-line"
    >
      <table className="w-full text-left text-sm">
        <thead className="border-line border-b bg-quiet-soft">
          <tr>
            {table.header.map((cell, index) => {
              const Cell = cell.text === "" ? "td" : "th";
              return (
                <Cell
                  // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
                  key={index}
                  scope={cell.text === "" ? undefined : "col"}
                  className="px-3 py-2 align-top font-medium"
                >
                  <Inline tokens={cell.tokens} linkOf={linkOf} />
                </Cell>
              );
            })}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
                <td key={column} className="min-w-24 max-w-[45ch] px-3 py-2 align-top [overflow-wrap:anywhere]">
                  <Inline tokens={cell.tokens} linkOf={linkOf} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function heading({ depth, text, tokens }: Tokens.Heading, { idOf, linkOf }: Options): ReactNode {
  if (depth === 1) {
    return (
      <h1 className="font-semibold text-3xl tracking-tight">
        <Inline tokens={tokens} linkOf={linkOf} />
      </h1>
    );
  }
  const id = idOf(text);
  return depth === 2 ? (
    <h2 id={id} className="mt-10 scroll-mt-4 font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">
      <a href={`#${id}`} className="underline-offset-4 hover:underline">
        <Inline tokens={tokens} linkOf={linkOf} />
      </a>
    </h2>
  ) : (
    <h3 id={id} className="mt-6 scroll-mt-4 font-semibold [overflow-wrap:anywhere]">
      <Inline tokens={tokens} linkOf={linkOf} />
    </h3>
  );
}

/** Text with emphasis, code, links and pictures. */
export function Inline({
  tokens,
  linkOf = asItIs,
  pictureOf = noPicture,
}: {
  tokens: Token[] | undefined;
  linkOf?: Options["linkOf"];
  pictureOf?: Options["pictureOf"];
}): ReactNode {
  return (tokens ?? []).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
    <Fragment key={index}>{inline(token, linkOf, pictureOf)}</Fragment>
  ));
}

function inline(token: Token, linkOf: Options["linkOf"], pictureOf: Options["pictureOf"]): ReactNode {
  const inner =
    "tokens" in token && token.tokens ? <Inline tokens={token.tokens} linkOf={linkOf} pictureOf={pictureOf} /> : null;
  switch (token.type) {
    case "text":
    case "paragraph":
      return inner ?? (token as Tokens.Text).text;
    case "escape":
      return (token as Tokens.Escape).text;
    case "strong":
      return <strong className="font-semibold">{inner}</strong>;
    case "em":
      return <em>{inner}</em>;
    case "codespan":
      return <Code text={(token as Tokens.Codespan).text} />;
    case "image": {
      const { href, text } = token as Tokens.Image;
      const picture = pictureOf(href);
      if (picture === null) return <em className="text-ink-soft">{text} (a picture, in the repository)</em>;
      // biome-ignore lint/performance/noImgElement: it is as large as it is shown, and nothing is resized here
      return <img {...picture} alt={text} loading="lazy" className="h-auto max-w-full rounded-lg border border-line" />;
    }
    case "br":
      return <br />;
    case "link": {
      const href = linkOf((token as Tokens.Link).href);
      if (href === null) return inner;
      return (
        <a href={href} className="text-accent underline underline-offset-4 hover:text-accent-strong">
          {inner}
        </a>
      );
    }
    default:
      return token.raw;
  }
}

export function Code({ text }: { text: string }) {
  return <code className="rounded bg-quiet-soft px-1 py-0.5 font-mono text-[13px] text-ink">{text}</code>;
}

export function CodeBlock({ text }: { text: string }) {
  return (
    <pre className="mt-3 whitespace-pre-wrap rounded-lg bg-quiet-soft px-3 py-2.5 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
      <code>{text}</code>
    </pre>
  );
}
