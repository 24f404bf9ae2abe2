import MarkdownIt, { type Token } from 'markdown-it';
import sanitize from 'sanitize-html';

/** http, https, mailto, tel, and paths of the portal; browsers take a backslash for a slash. */
const isLink = (target: string): boolean => /^(https?:\/\/[^\\]|mailto:|tel:|\/(?![/\\]))/i.test(target);

const markdown = new MarkdownIt({ html: false, linkify: true });
markdown.linkify.set({ fuzzyLink: false, fuzzyIP: false, fuzzyEmail: false });
markdown.validateLink = isLink;
// whoever shows a picture from elsewhere is seen reading there: its description stands for it
markdown.renderer.rules.image = (tokens, index) => markdown.utils.escapeHtml(tokens[index]!.content);

export interface RenderedArticle {
  /** Safe to put into a page. */
  html: string;
  /** Without any marks: blocks are lines. */
  text: string;
}

/** What a body in Markdown is shown as, and what it says. */
export function renderMarkdown(body: string): RenderedArticle {
  const tokens = markdown.parse(body, {});
  placeHeadings(tokens);
  return { html: onlySafe(markdown.renderer.render(tokens, markdown.options, {})), text: textOf(tokens) };
}

/** The title of the page is its h1: whatever the highest heading within was written as, it is an h2. */
function placeHeadings(tokens: Token[]): void {
  const headings = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close');
  const levelOf = ({ tag }: Token) => Number(tag.slice(1));
  const shift = 2 - Math.min(...headings.map(levelOf));
  for (const heading of headings) heading.tag = `h${Math.min(6, levelOf(heading) + shift)}`;
}

/** A second wall, which would hold alone: behind the first one there is nothing left for it to take out. */
export const onlySafe = (html: string): string => sanitize(html, allowed);

const allowed: sanitize.IOptions = {
  allowedTags: [
    ...['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li', 'a'],
    ...['strong', 'em', 's', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: { a: onlySafeLink },
};

function onlySafeLink(tagName: string, { href = '' }: sanitize.Attributes): sanitize.Tag {
  if (!isLink(href)) return { tagName, attribs: {} };
  return { tagName, attribs: { href, rel: 'noopener noreferrer' } };
}

function textOf(tokens: Token[]): string {
  const lines: string[] = [];
  for (const { type, content, children } of tokens) {
    if (type === 'inline') lines.push((children ?? []).map(wordsOfToken).join(''));
    else if (type === 'fence' || type === 'code_block') lines.push(content.trimEnd());
  }
  return lines.join('\n');
}

const wordsOfToken = ({ type, content }: Token): string =>
  type === 'softbreak' || type === 'hardbreak' ? ' ' : content;
