import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";

/** Our own Markdown as elements: headings, paragraphs, lists, code, emphasis and links. Raw HTML is shown as text. */
export function Markdown({ text, idOf = slugOf }: { text: string; idOf?: (heading: string) => string }) {
  return <Blocks tokens={lexer(text)} idOf={idOf} />;
}

/** `Rate limits` is `rate-limits`. */
export function slugOf(heading: string): string {
  return heading.toLowerCase().replace(/\W+/g, "-");
}

function Blocks({ tokens, idOf }: { tokens: Token[]; idOf: (heading: string) => string }): ReactNode {
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
    <Fragment key={index}>{block(token, idOf)}</Fragment>
  ));
}

function block(token: Token, idOf: (heading: string) => string): ReactNode {
  switch (token.type) {
    case "heading":
      return heading(token as Tokens.Heading, idOf);
    case "paragraph":
      return (
        <p className="mt-3 max-w-[70ch] [overflow-wrap:anywhere]">
          <Inline tokens={token.tokens} />
        </p>
      );
    case "list": {
      const { ordered, items } = token as Tokens.List;
      const List = ordered ? "ol" : "ul";
      return (
        <List className={`mt-3 max-w-[70ch] space-y-1 pl-5 ${ordered ? "list-decimal" : "list-disc"}`}>
          {items.map((item) => (
            <li key={item.raw}>
              <Inline tokens={item.tokens} />
            </li>
          ))}
        </List>
      );
    }
    case "code":
      return <CodeBlock text={(token as Tokens.Code).text} />;
    case "space":
      return null;
    default:
      return token.raw;
  }
}

function heading({ depth, text, tokens }: Tokens.Heading, idOf: (heading: string) => string): ReactNode {
  if (depth === 1) {
    return (
      <h1 className="font-semibold text-3xl tracking-tight">
        <Inline tokens={tokens} />
      </h1>
    );
  }
  const id = idOf(text);
  return depth === 2 ? (
    <h2 id={id} className="mt-10 scroll-mt-4 font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">
      <a href={`#${id}`} className="underline-offset-4 hover:underline">
        <Inline tokens={tokens} />
      </a>
    </h2>
  ) : (
    <h3 id={id} className="mt-6 scroll-mt-4 font-semibold">
      <Inline tokens={tokens} />
    </h3>
  );
}

/** Text with emphasis, code and links. */
export function Inline({ tokens }: { tokens: Token[] | undefined }): ReactNode {
  return (tokens ?? []).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is fixed
    <Fragment key={index}>{inline(token)}</Fragment>
  ));
}

function inline(token: Token): ReactNode {
  switch (token.type) {
    case "text":
    case "paragraph":
      return "tokens" in token && token.tokens ? <Inline tokens={token.tokens} /> : (token as Tokens.Text).text;
    case "strong":
      return (
        <strong className="font-semibold">
          <Inline tokens={token.tokens} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inline tokens={token.tokens} />
        </em>
      );
    case "codespan":
      return <Code text={(token as Tokens.Codespan).text} />;
    case "link":
      return (
        <a
          href={(token as Tokens.Link).href}
          className="text-accent underline underline-offset-4 hover:text-accent-strong"
        >
          <Inline tokens={token.tokens} />
        </a>
      );
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
