import type { Words } from '../users/locale.ts';
import type { TicketPriority, TicketStatus, TicketType } from './ticket.entity.ts';

/** What mails call the states of a ticket; the portal has its own words in `web/src/locales`. */
export const statusWords: Record<keyof typeof TicketStatus, Words> = {
  OPEN: { en: 'open', bn: 'খোলা' },
  PENDING: { en: 'waiting for you', bn: 'আপনার উত্তরের অপেক্ষায়' },
  RESOLVED: { en: 'resolved', bn: 'সমাধান হয়েছে' },
  CLOSED: { en: 'closed', bn: 'বন্ধ' },
};

export const priorityWords: Record<keyof typeof TicketPriority, Words> = {
  LOW: { en: 'low', bn: 'কম' },
  MEDIUM: { en: 'medium', bn: 'মাঝারি' },
  HIGH: { en: 'high', bn: 'বেশি' },
  URGENT: { en: 'urgent', bn: 'জরুরি' },
};

export const typeWords: Record<keyof typeof TicketType, Words> = {
  ISSUE: { en: 'issue', bn: 'সমস্যা' },
  QUESTION: { en: 'question', bn: 'প্রশ্ন' },
  REQUEST: { en: 'request', bn: 'অনুরোধ' },
};
