import { createTransport } from 'nodemailer';
import type { Config } from '../config.ts';
import { isThisMachine } from '../egress/this-machine.ts';
import { failed, ok, reasonOf, warning, type Finding } from './finding.ts';
import { checkSender, type SenderCheck } from './sender-check.ts';

const patience = 8_000;

interface MailCheck extends SenderCheck {
  /** Gets a test mail. */
  testAddress?: string | undefined;
}

/** Whether the mail server takes mails, and whether others will believe who they are from. */
export async function checkMail(config: Config, options: MailCheck): Promise<Finding[]> {
  if (config.smtpUrl === undefined)
    return [
      warning('mail server', 'SMTP_URL is not set: mails are written to files, and nobody gets one', 'Set SMTP_URL.'),
    ];
  return [await checkServer(config, config.smtpUrl, options), ...(await checkSender(config, options))];
}

async function checkServer(config: Config, smtpUrl: string, { testAddress }: MailCheck): Promise<Finding> {
  const { host, hostname, protocol, searchParams } = new URL(smtpUrl);
  const timeouts = { connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience };
  const transport = createTransport(
    { url: smtpUrl, requireTLS: config.smtpDemandsTls, ...timeouts },
    { from: config.mailFrom },
  );
  try {
    await transport.verify();
    if (testAddress) {
      const text = 'If you can read this, the portal sends emails, and they arrive.';
      const { response } = await transport.sendMail({ to: testAddress, subject: 'Test of the portal', text });
      return ok('mail server', `${host} has taken a test mail to ${testAddress}: ${response}`);
    }
    const isSecure = config.smtpDemandsTls || protocol === 'smtps:' || searchParams.get('requireTLS') === 'true';
    return isSecure || isThisMachine(hostname)
      ? ok('mail server', `${host} lets the portal in`)
      : warning(
          'mail server',
          `${host} lets the portal in, but mails may go there unencrypted`,
          'Use smtps://, or smtp:// with ?requireTLS=true.',
        );
  } catch (error) {
    return failed(
      'mail server',
      `${host} cannot be used: ${reasonOf(error)}`,
      'Check host, port, user and password in SMTP_URL, and that this machine may connect. Mails are kept until it works.',
    );
  } finally {
    transport.close();
  }
}
