import { computed, type ComputedRef } from 'vue';
import { useRoute, useRouter, type LocationQuery } from 'vue-router';
import { usePages } from '../apollo/usePages';
import { midnight } from '../browser/server-clock';
import { useRefetchSoon } from '../events/useRefetchSoon';
import {
  AuditLogDocument,
  type AuditEntryFragment,
  type AuditLogQueryVariables,
  type HistoryNoun,
} from '../gql/graphql';

import { readPeriod, type Period } from '../ui/periods';

export type AuditEntry = AuditEntryFragment;

export const nouns = [
  'TICKET',
  'MESSAGE',
  'CALL_REQUEST',
  'FEEDBACK',
  'CUSTOMER',
  'USER',
  'STAFF',
  'TEAM',
  'ARTICLE',
  'OPENING_HOURS',
  'ORGANISATION',
  'ATTACHMENT_LIMITS',
  'MAIL_DEFAULTS',
  'TICKET_FIELDS',
  'CATEGORY',
  'SIGN_UP',
  'SIGN_IN',
  'API_KEY',
  'SESSION',
  'PASSWORD',
  'SECOND_FACTOR',
  'PASSKEY',
  'SINGLE_SIGN_ON',
] as const satisfies HistoryNoun[];

export interface AuditFilter {
  /** The UUID of who did it. */
  actor: string | null;
  noun: HistoryNoun[];
  /** The security log alone. */
  security: boolean;
  days: Period;
}

const pageSize = 50;

/** What the page shows, stored in the address: reload, bookmarks and the back button all know it. */
export function useAuditFilter(): {
  filter: ComputedRef<AuditFilter>;
  isFiltered: ComputedRef<boolean>;
  setFilter: (part: Partial<AuditFilter>) => void;
  clear: () => void;
} {
  const route = useRoute();
  const router = useRouter();
  let lastQuery: LocationQuery = route.query;
  const filter = computed(() => {
    // While the next page is being opened, this one keeps what it showed.
    if (route.name === 'audit-log') lastQuery = route.query;
    return read(lastQuery);
  });
  const setFilter = (part: Partial<AuditFilter>) => void router.push({ query: write({ ...filter.value, ...part }) });
  return {
    filter,
    isFiltered: computed(() => Object.keys(write(filter.value)).length > 0),
    setFilter,
    clear: () => setFilter({ actor: null, noun: [], security: false, days: null }),
  };
}

function read(query: LocationQuery): AuditFilter {
  const chosen = String(query['about'] ?? '').split(',');
  return {
    actor: query['by'] ? String(query['by']) : null,
    noun: nouns.filter((noun) => chosen.includes(noun)),
    security: query['log'] === 'security',
    days: readPeriod(query['days']),
  };
}

const write = ({ actor, noun, security, days }: AuditFilter): LocationQuery => ({
  ...(actor ? { by: actor } : {}),
  ...(noun.length ? { about: nouns.filter((each) => noun.includes(each)).join(',') } : {}),
  ...(security ? { log: 'security' } : {}),
  ...(days ? { days: String(days) } : {}),
});

/** Who did what, newest first. Admins only. */
export function useAuditLog(filter: ComputedRef<AuditFilter>) {
  const variables = (): AuditLogQueryVariables => {
    const { actor, noun, security, days } = filter.value;
    return {
      filter: {
        ...(actor ? { actor } : {}),
        ...(noun.length ? { noun } : {}),
        ...(security ? { security } : {}),
        ...(days ? { createdAt: { from: midnight(1 - days) } } : {}),
      },
      first: pageSize,
    };
  };
  const pages = usePages(AuditLogDocument, variables, (data) => data.auditLog);
  useRefetchSoon(pages.refetch);
  return pages;
}
