import type { Config } from '../config.ts';
import type { EmailSender } from '../mail/email.ts';
import { logoOf } from './logo.ts';
import type { Tenant } from './tenant.entity.ts';
import { tenantUrl } from './tenant.service.ts';

/** In whose name, and with which face, the emails of a tenant are sent. */
export function senderOf(config: Config, tenant: Tenant): EmailSender {
  const { name, mailSenderName, mailReplyTo: replyTo, accentColor, legalNotes: notes, defaultLocale } = tenant;
  const logo = logoOf(tenant);
  return {
    name: mailSenderName ?? name,
    replyTo,
    accentColor,
    logo: logo && {
      url: `${tenantUrl(config, tenant)}${logo.url}`,
      alt: name,
      width: logo.width,
      height: logo.height,
    },
    legal: { notes, defaultLocale },
  };
}
