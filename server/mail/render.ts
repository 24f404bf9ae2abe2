import { htmlEscape } from 'escape-goat';
import type { Email, MailFacts, Recipient } from './emails.ts';

export interface RenderedEmail {
  subject: string;
  text: string;
  html: string;
}

/** One mail as text and as HTML. Everything people wrote is escaped. */
export function renderEmail(email: Email, facts: MailFacts, recipient: Recipient, ticketUrl: string): RenderedEmail {
  const { ticket, tenant } = facts;
  const details = email.details(facts);
  const quoted = email.quotes(facts);
  const footer = `${tenant.name} sent this because of ticket #${ticket.number}. Mails to this address are not read; use the portal.`;
  return {
    subject: `[#${ticket.number}] ${ticket.title}`,
    text: [
      `Hello ${recipient.name},`,
      email.says(facts),
      details.map(([label, value]) => `${label}: ${value}`).join('\n'),
      quoted.replace(/^/gm, '> '),
      `${email.invites}:\n${ticketUrl}`,
      `-- \n${footer}`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    html: page(
      [
        htmlEscape`<p>Hello ${recipient.name},</p>`,
        htmlEscape`<p>${email.says(facts)}</p>`,
        details.length === 0
          ? ''
          : `<table role="presentation" style="border-collapse:collapse;margin:0 0 16px">${details.map(detail).join('')}</table>`,
        htmlEscape`<blockquote style="margin:0 0 24px;padding:12px 16px;border-left:3px solid #0d9488;background:#f4f4f5;white-space:pre-wrap;overflow-wrap:anywhere">${quoted}</blockquote>`,
        htmlEscape`<p><a href="${ticketUrl}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#0f766e;color:#ffffff;text-decoration:none;font-weight:600">${email.invites}</a></p>`,
        htmlEscape`<p style="color:#52525b;font-size:13px">${footer}</p>`,
      ].join('\n'),
      `[#${ticket.number}] ${ticket.title}`,
    ),
  };
}

const detail = ([label, value]: [string, string]) =>
  htmlEscape`<tr><th scope="row" style="padding:2px 16px 2px 0;text-align:left;vertical-align:top;font-weight:600">${label}</th><td style="padding:2px 0">${value}</td></tr>`;

const page = (body: string, title: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${htmlEscape(title)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#18181b;font:16px/1.5 system-ui,'Noto Sans Bengali',sans-serif">
<div style="max-width:600px;margin:0 auto">
${body}
</div>
</body>
</html>`;
