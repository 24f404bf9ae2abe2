import LinkifyIt from 'linkify-it';

export interface TextPart {
  text: string;
  href?: string;
}

const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  .add('ftp:', null)
  .add('mailto:', null)
  .add('//', null);
// linkify-it knows no full stop but that of Latin script
const trailing = /[।…]+$/;

/** Splits text into plain parts and http(s) addresses; anything else that looks like a link stays text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { index, raw } of linkify.match(text) ?? []) {
    const address = raw.replace(trailing, '');
    const href = hrefOf(address);
    if (!href) continue;
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ text: address, href });
    from = index + address.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

function hrefOf(address: string): string | null {
  try {
    return new URL(address).href;
  } catch {
    return null;
  }
}
