import { LinkifyIt } from 'linkify-it';
import { defaultTreeAdapter as tree, type DefaultTreeAdapterTypes, parse } from 'parse5';
import type { Letter } from '../../../../functions/mail/mail.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** A part of a letter as a browser and a mail client make it out. */
export interface Reading {
  /** Element names with their attributes, in the order of the page. */
  readonly elements: readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[];
  /** Where the page's links lead. */
  readonly hrefs: readonly string[];
  /** What a client makes a link of by itself, in the words of the page and in the text part. */
  readonly foundInPage: readonly string[];
  readonly foundInText: readonly string[];
  /** The words of the page, one piece of text a line. */
  readonly words: string;
}

/** As eager as any client: bare hosts under whatever top-level domain, addresses of mail and of the network. */
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true, tlds: ['[a-z\u00a1-\uffff]{2,}'] });

/** Every link in a piece of text, as a mail client would find it. */
export function linksIn(text: string): string[] {
  return (linkify.match(text) ?? []).map(({ url }) => url);
}

export function readLetter({ html, text }: Pick<Letter, 'html' | 'text'>): Reading {
  const nodes = [...walk(parse(html))];
  const elements = nodes.filter((node): node is Element => tree.isElementNode(node));
  const words = nodes.filter((node) => tree.isTextNode(node)).map((node) => node.value);
  return {
    elements: elements.map(({ tagName, attrs }) => ({
      name: tagName,
      attributes: Object.fromEntries(attrs.map(({ name, value }) => [name, value])),
    })),
    hrefs: elements.flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'href').map(({ value }) => value)),
    foundInPage: words.flatMap(linksIn),
    foundInText: linksIn(text),
    words: words.join('\n'),
  };
}

function* walk(node: Node): Generator<Node> {
  yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* walk(child);
}
