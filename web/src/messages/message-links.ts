export interface TextPart {
  text: string;
  href?: string;
}

const address = /https?:\/\/[^\s<>"'`]+/gi;
const trailing = /[.,;:!?।…]+$/;

/** Splits text into plain parts and http(s) addresses; anything else that looks like a link stays text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = withoutTrail(match[0]);
    if (!URL.canParse(found)) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: found, href: new URL(found).href });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** A full stop or a bracket that was opened before the address is not part of it. */
function withoutTrail(found: string): string {
  let url = found.replace(trailing, '');
  while (url.endsWith(')') && url.split(')').length > url.split('(').length)
    url = url.slice(0, -1).replace(trailing, '');
  return url;
}
