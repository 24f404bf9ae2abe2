import { htmlEscape } from 'escape-goat';
import { accentIn, portalAccent } from '#shared/accent.ts';
import type { LegalNoteText } from '#shared/legal-notes.ts';
import { inLanguage } from '#shared/localised-text.ts';
import type { Locale } from '#shared/locale.ts';
import { isRightToLeft } from '#shared/text.ts';
import type { Translate } from '../locales/translate.ts';

/** Someone an email is for, or about. */
export interface EmailParty {
  name: string;
  isStaff: boolean;
}

/** Whom an email is for. */
export interface EmailReader extends EmailParty {
  email: string;
  locale: Locale;
  /** IANA name. */
  timeZone: string;
  /** A text of the catalogues in their language. */
  t: Translate;
}

/** One line below the body; a link where the value is one. */
export type EmailDetail = [label: string, value: string, link?: string];

/** What an email says, in the language of its reader. Everything people wrote is escaped in the HTML. */
export interface EmailContent {
  subject: string;
  /** What happened, in a sentence or two. */
  body: string;
  /** Facts worth having without opening the portal. */
  details?: EmailDetail[];
  /** What was written. */
  quote?: string | null;
  callToAction: EmailLink;
  /** Why it was sent, and by whom. */
  footer: string;
  /** Where the reader chooses which emails they get; left out for those that are always sent. */
  preferences?: EmailLink;
}

interface EmailLink {
  text: string;
  url: string;
}

export interface RenderedEmail {
  subject: string;
  text: string;
  html: string;
}

/** In whose name an email is sent, and what it looks like. */
export interface EmailSender {
  name: string;
  /** Where replies go; null where nobody reads them. */
  replyTo: string | null;
  /** As `Tenant.accentColor`; null for that of the portal. */
  accentColor: string | null;
  /** At its own address; null where there is none. */
  logo: { url: string; alt: string; width: number; height: number } | null;
  /** What stands at the end, in several languages. */
  legal: { notes: LegalNoteText[]; defaultLocale: Locale };
}

/** One email as text and as HTML. */
export function renderEmail(
  content: EmailContent,
  { locale, name, t }: EmailReader,
  { accentColor, replyTo, logo, legal }: EmailSender,
): RenderedEmail {
  const { subject, body, details = [], quote, callToAction, preferences } = content;
  const footer = `${content.footer} ${t(replyTo === null ? 'emails.footer.unread' : 'emails.footer.read')}`;
  const note = inLanguage(legal.notes, locale, legal.defaultLocale);
  // emails are white in every theme
  const accent = accentIn(accentColor ?? portalAccent, 'light');
  const greeting = t('emails.greeting', { name });
  return {
    subject,
    text: [
      greeting,
      body,
      details.map(([label, value]) => `${label}: ${value}`).join('\n'),
      quote?.replace(/^/gm, '> '),
      `${callToAction.text}:\n${callToAction.url}`,
      `-- \n${footer}${preferences ? `\n${preferences.text}: ${preferences.url}` : ''}`,
      note && [note.text, ...note.links.map(({ label, url }) => `${label}: ${url}`)].filter(Boolean).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
    html: page(
      [
        logo ? logoHtml(logo) : '',
        htmlEscape`<p>${greeting}</p>`,
        htmlEscape`<p>${body}</p>`,
        details.length === 0
          ? ''
          : `<table role="presentation" style="border-collapse:collapse;margin:0 0 16px">${details.map((detail) => detailRow(detail, accent)).join('')}</table>`,
        quote
          ? `<blockquote style="margin:0 0 24px;padding:12px 16px;border-left:3px solid ${accent};background:#f4f4f5;overflow-wrap:anywhere"${directionOf(quote)}>${asElements(quote)}</blockquote>`
          : '',
        htmlEscape`<p><a href="${callToAction.url}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:${accent};color:#ffffff;text-decoration:none;font-weight:600">${callToAction.text}</a></p>`,
        htmlEscape`<p style="color:#52525b;font-size:13px">${footer}</p>`,
        preferences
          ? htmlEscape`<p style="font-size:13px"><a href="${preferences.url}" style="color:${accent}">${preferences.text}</a></p>`
          : '',
        note ? legalHtml(note, accent) : '',
      ].join('\n'),
      subject,
      locale,
    ),
  };
}

/** As high as two lines of text, or as wide as there is room. */
const logoHtml = ({ url, alt, width, height }: NonNullable<EmailSender['logo']>) => {
  const scale = Math.min(1, 48 / height, 240 / width);
  const [shownWidth, shownHeight] = [Math.round(width * scale), Math.round(height * scale)];
  return htmlEscape`<p><img src="${url}" alt="${alt}" width="${shownWidth}" height="${shownHeight}" style="display:block;border:0"></p>`;
};

const legalHtml = ({ text, links }: LegalNoteText, accent: string) => {
  const anchors = links.map(({ label, url }) => htmlEscape`<a href="${url}" style="color:${accent}">${label}</a>`);
  const parts = [asElements(text), anchors.join(' · ')].filter(Boolean).join('<br>\n');
  return `<p style="color:#52525b;font-size:13px;border-top:1px solid #e4e4e7;padding-top:12px">${parts}</p>`;
};

/** Line breaks and indents as elements: some mail programs know nothing of `white-space`. */
const asElements = (text: string) =>
  htmlEscape(text.replaceAll('\t', '    '))
    .replaceAll(/^ | (?= )/gm, '&nbsp;')
    .replaceAll('\n', '<br>\n');

/** Not `auto`, which not all mail programs know. */
const directionOf = (text: string) => (isRightToLeft(text) ? ' dir="rtl"' : '');

const detailRow = ([label, value, link]: EmailDetail, accent: string) => {
  const shown = link ? htmlEscape`<a href="${link}" style="color:${accent}">${value}</a>` : htmlEscape(value);
  return `<tr><th scope="row" style="padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:600">${htmlEscape(label)}</th><td style="padding:2px 0;overflow-wrap:anywhere"${directionOf(value)}>${shown}</td></tr>`;
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
