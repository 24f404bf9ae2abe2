import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server that keeps what it takes. */
export interface Mailbox {
  url: string;
  mails: ParsedMail[];
  /** Mails to this address, oldest first. */
  to(address: string): ParsedMail[];
  /** Resolves as soon as `count` mails to this address have been taken. */
  until(address: string, count: number): Promise<ParsedMail[]>;
  /** While true every mail is refused for now; with a status, by that one. */
  refusing: boolean | number;
  /** While true mails are taken in, but never acknowledged; with an address, those to it. */
  holding: boolean | string;
  /** Acknowledges what is held, and holds nothing any more. */
  release(): void;
  /** Resolves when the next mail is held. */
  held(): Promise<void>;
  stop(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = [];
  const unacknowledged: (() => void)[] = [];
  const whenHeld = new EventEmitter();
  const whenTaken = new EventEmitter();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, callback) {
      const { refusing } = mailbox;
      const responseCode = refusing === true ? 451 : refusing;
      callback(responseCode ? Object.assign(new Error('Come back later'), { responseCode }) : null);
    },
    async onData(stream, { envelope }, callback) {
      if (mailbox.holding === true || envelope.rcptTo.some(({ address }) => address === mailbox.holding)) {
        stream.resume();
        unacknowledged.push(callback);
        whenHeld.emit('held');
        return;
      }
      mails.push(await simpleParser(stream));
      whenTaken.emit('taken');
      callback();
    },
  });
  // a client that is killed resets its connection
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const mailbox: Mailbox = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    to: (address) => mails.filter((mail) => [mail.to ?? []].flat().some(({ value }) => value[0]?.address === address)),
    async until(address, count) {
      while (mailbox.to(address).length < count) await once(whenTaken, 'taken');
      return mailbox.to(address);
    },
    refusing: false,
    holding: false,
    release() {
      mailbox.holding = false;
      for (const acknowledge of unacknowledged.splice(0)) acknowledge();
    },
    held: () => once(whenHeld, 'held').then(() => undefined),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}

export const addressOf = ({ to }: ParsedMail) => [to!].flat()[0]!.value[0]!.address!;

/** Whom mails went to, in the order of `addresses`. */
export const recipients = (mails: ParsedMail[]) => mails.map(addressOf).toSorted();
export const addresses = (...people: { email: string }[]) => people.map(({ email }) => email).toSorted();
