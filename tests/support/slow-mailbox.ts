import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server that takes its time, so that mails are under way at any moment. */
export interface SlowMailbox {
  url: string;
  /** Milliseconds before a mail is acknowledged. */
  delay: number;
  /** How often each mail has come, by its Message-ID. */
  taken: Map<string, number>;
  /** Resolves when the next mail has come in and is not acknowledged yet. */
  underWay(): Promise<void>;
  stop(): Promise<void>;
}

export async function openSlowMailbox(): Promise<SlowMailbox> {
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, _session, callback) {
      const { messageId = '' } = await simpleParser(stream);
      for (const came of waiting) came();
      await sleep(mailbox.delay);
      mailbox.taken.set(messageId, (mailbox.taken.get(messageId) ?? 0) + 1);
      callback();
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const mailbox: SlowMailbox = {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    delay: 50,
    taken: new Map(),
    underWay: () =>
      new Promise((resolve) => {
        const came = () => {
          waiting.delete(came);
          resolve();
        };
        waiting.add(came);
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailbox;
}
