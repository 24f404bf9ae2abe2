import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '#shared/locale.ts';
import type { Config } from '../config.ts';
import type { EmailContent, EmailParty, EmailReader } from '../mail/email.ts';
import type { CalendarFile } from '../mail/outgoing-email.ts';
import type { PortalEventRow } from './event.entity.ts';

/** What an email about an event is written from, when it is sent. */
export interface EventEmailSource {
  config: Config;
  entityManager: EntityManager;
  event: PortalEventRow;
  /** Who caused it; null for what the portal does by itself. */
  actor: EmailParty | null;
  tenant: { name: string; url: string; defaultLocale: Locale };
  reader: EmailReader;
}

interface EventEmailContent extends EmailContent {
  /** What the emails of one conversation have in common. */
  thread: string;
  calendarFile?: CalendarFile | null;
}

/** Writes the email about an event; null when it is obsolete: things have moved on, and nothing is left to say. */
export type EventEmail = (source: EventEmailSource) => Promise<EventEmailContent | null>;
