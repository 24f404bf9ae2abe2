import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server that keeps what it takes. */
export interface Mailbox {
  url: string;
  mails: ParsedMail[];
  /** Mails to this address, oldest first. */
  to(address: string): ParsedMail[];
  /** While true every mail is refused for now. */
  refusing: boolean;
  stop(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, callback) {
      callback(mailbox.refusing ? Object.assign(new Error('Come back later'), { responseCode: 451 }) : null);
    },
    async onData(stream, _session, callback) {
      mails.push(await simpleParser(stream));
      callback();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    to: (address) => mails.filter((mail) => [mail.to ?? []].flat().some(({ value }) => value[0]?.address === address)),
    refusing: false,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}
