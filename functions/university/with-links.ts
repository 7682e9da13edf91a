import type { Child } from 'hono/jsx';

/**
 * One of our own texts, which hold addresses of other sites.
 * @param link what an address becomes, without the rest of the sentence
 */
export function withLinks(text: string, link: (href: string) => Child): Child[] {
  return text.split(/(https:\/\/[^\s()]+)/).map((part, index) => (index % 2 === 0 ? part : link(part)));
}
