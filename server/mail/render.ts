import { htmlEscape } from 'escape-goat';
import type { Locale } from '#shared/locale.ts';
import type { Words } from '../users/locale.ts';

/** The content of one mail in the language of its reader. Everything people wrote is escaped in the HTML. */
export interface Letter {
  locale: Locale;
  subject: string;
  /** Whom it greets. */
  name: string;
  says: string;
  details?: [label: string, value: string, link?: string][];
  quotes?: string | null;
  link: { text: string; url: string };
  /** Why it came, and from whom. */
  footer: string;
  /** Where to choose which mails come, for those that are a matter of choice. */
  choices?: { text: string; url: string };
}

export interface RenderedLetter {
  subject: string;
  text: string;
  html: string;
}

const greeting: Words = { en: 'Hello', bn: 'প্রিয়' };

/** One mail as text and as HTML. */
export function renderLetter(letter: Letter): RenderedLetter {
  const { locale, subject, says, details = [], quotes, link, footer, choices } = letter;
  const greets = `${greeting[locale]} ${letter.name},`;
  return {
    subject,
    text: [
      greets,
      says,
      details.map(([label, value]) => `${label}: ${value}`).join('\n'),
      quotes?.replace(/^/gm, '> '),
      `${link.text}:\n${link.url}`,
      `-- \n${footer}${choices ? `\n${choices.text}: ${choices.url}` : ''}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    html: page(
      [
        htmlEscape`<p>${greets}</p>`,
        htmlEscape`<p>${says}</p>`,
        details.length === 0
          ? ''
          : `<table role="presentation" style="border-collapse:collapse;margin:0 0 16px">${details.map(detail).join('')}</table>`,
        quotes
          ? htmlEscape`<blockquote style="margin:0 0 24px;padding:12px 16px;border-left:3px solid #0d9488;background:#f4f4f5;white-space:pre-wrap;overflow-wrap:anywhere">${quotes}</blockquote>`
          : '',
        htmlEscape`<p><a href="${link.url}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#0f766e;color:#ffffff;text-decoration:none;font-weight:600">${link.text}</a></p>`,
        htmlEscape`<p style="color:#52525b;font-size:13px">${footer}</p>`,
        choices
          ? htmlEscape`<p style="font-size:13px"><a href="${choices.url}" style="color:#0f766e">${choices.text}</a></p>`
          : '',
      ].join('\n'),
      subject,
      locale,
    ),
  };
}

const detail = ([label, value, link]: [string, string, string?]) => {
  const shown = link ? htmlEscape`<a href="${link}" style="color:#0f766e">${value}</a>` : htmlEscape(value);
  return `<tr><th scope="row" style="padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:600">${htmlEscape(label)}</th><td style="padding:2px 0;overflow-wrap:anywhere">${shown}</td></tr>`;
};

const page = (body: string, title: string, locale: Locale) => `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${htmlEscape(title)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#18181b;font:16px/1.5 system-ui,'Noto Sans Bengali',sans-serif">
<div style="max-width:600px;margin:0 auto">
${body}
</div>
</body>
</html>`;
