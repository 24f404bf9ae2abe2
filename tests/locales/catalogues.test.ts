import { compile } from '@intlify/core-base';
import { describe, expect, it } from 'vitest';
import { CallRequestStatus } from '../../server/call-requests/call-request.entity.ts';
import { events } from '../../server/events.ts';
import { translator } from '../../server/locales/translate.ts';
import { NotificationKind } from '../../server/notifications/notification-kind.ts';
import { TicketStatus } from '../../server/tickets/ticket.entity.ts';
import { catalogues } from '#shared/catalogues.ts';
import { locales } from '#shared/locale.ts';

type Texts = { [key: string]: string | Texts };

/** The texts of a catalogue by their path, such as `status.OPEN`. */
const textsIn = (texts: Texts, path = ''): [path: string, text: string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : textsIn(value, `${path}${key}.`),
  );

const placeholdersIn = (text: string) => [...new Set(text.match(/\{\w+\}/g))].toSorted();

const reference = new Map(textsIn(catalogues.en));

describe.each(locales)('the catalogue of %s', (locale) => {
  const texts = new Map(textsIn(catalogues[locale]));

  it('has every text, and none beside', () => {
    expect([...texts.keys()].toSorted()).toEqual([...reference.keys()].toSorted());
  });

  it('has the same placeholders in each text', () => {
    const placeholders = (all: Map<string, string>) =>
      Object.fromEntries([...all].map(([path, text]) => [path, placeholdersIn(text)]));
    expect(placeholders(texts)).toEqual(placeholders(reference));
  });

  it('has only texts that can be compiled, and none that is empty', () => {
    for (const [key, text] of texts) {
      expect(text.trim(), key).not.toBe('');
      const onError = (error: Error) => expect.fail(`${key}: ${error.message}`);
      compile(text, { locale, key, onError });
    }
  });
});

describe('the kinds of notification', () => {
  const kinds = Object.entries(NotificationKind);

  it('have a label wherever users choose which emails they get', () => {
    const withEmail = kinds.filter(([, type]) => events.some((event) => event.type === type && event.email));
    expect(Object.keys(catalogues.en.mailChoices.kind).toSorted()).toEqual(withEmail.map(([kind]) => kind).toSorted());
  });

  it('have a sentence in the bell', () => {
    // these have one for each status
    const others = kinds.map(([kind]) => kind).filter((kind) => kind !== 'TICKET_STATUS_CHANGED');
    expect(Object.keys(catalogues.en.notifications.said).toSorted()).toEqual(others.toSorted());
    expect(Object.keys(catalogues.en.notifications.status)).toEqual(Object.keys(TicketStatus));
    expect(Object.keys(catalogues.en.notifications.call)).toEqual(Object.keys(CallRequestStatus));
  });
});

describe('a text', () => {
  it('is read in the language asked for, with its values as they are', () => {
    const values = { customer: '<b>{name}</b> | @:status.OPEN' };
    expect(translator('en')('emails.ticketCreated.body', values)).toBe(
      '<b>{name}</b> | @:status.OPEN opened a ticket.',
    );
    expect(translator('bn')('emails.ticketCreated.body', values)).toBe(
      '<b>{name}</b> | @:status.OPEN একটি টিকিট খুলেছেন।',
    );
  });
});

describe('the audit log', () => {
  it('has a sentence for every event that is kept in it', () => {
    const ofOneUser = ['NotificationAdded', 'NotificationsRead'];
    const kept = events.map(({ type }) => type).filter((type) => !ofOneUser.includes(type));
    // an internal note and who signs up have sentences of their own, and a newer server may have other events
    expect(Object.keys(catalogues.en.audit.event).toSorted()).toEqual(
      [...kept, 'NoteAdded', 'CustomerSignedUp', 'other'].toSorted(),
    );
  });
});
