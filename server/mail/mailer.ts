import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Config } from '../config.ts';

/** Sends emails. `send` rejects when one was not accepted, so that it is tried again. */
export interface Mailer {
  /** Where emails go, in one line for the start. */
  readonly destination: string;
  send(mail: SendMailOptions & { messageId: string }): Promise<void>;
  close(): void;
}

/** Connections to the mail server: of all together, and of the mails of one tenant. */
export const connections = { total: 8, each: 3 };

/** SMTP when configured, otherwise readable files. */
export const makeMailer = (config: Config): Mailer =>
  config.smtpUrl ? smtpMailer(config, config.smtpUrl) : fileMailer(config);

function smtpMailer({ mailFrom, smtpDemandsTls }: Config, smtpUrl: string): Mailer {
  const transport = createTransport(
    {
      url: smtpUrl,
      requireTLS: smtpDemandsTls,
      pool: true,
      maxConnections: connections.total,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
    },
    { from: mailFrom },
  );
  return {
    destination: `Mails go out through ${new URL(smtpUrl).host}.`,
    async send(mail) {
      await transport.sendMail(mail);
    },
    close: () => transport.close(),
  };
}

function fileMailer({ mailFrom, dataDirectory }: Config): Mailer {
  const directory = join(dataDirectory, 'mail');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' }, { from: mailFrom });
  return {
    destination: `SMTP_URL is not set: mails are written to ${directory} instead of sent.`,
    async send(mail) {
      const { message } = await transport.sendMail(mail);
      await mkdir(directory, { recursive: true });
      // named by the message id: a mail that is tried again replaces itself
      const path = join(directory, `${mail.messageId.replace(/[^\w.@-]/g, '')}.eml`);
      await writeFile(`${path}.part`, message as Buffer);
      await rename(`${path}.part`, path);
    },
    close: () => {},
  };
}
