import type { EntityManager, EntityOptions, FilterDef, PolicyDef, TriggerDef } from '@mikro-orm/postgresql';
import { Entity, Filter } from '@mikro-orm/decorators/legacy';
import { isStaff, type Viewer } from './viewer.ts';

/**
 * Which rows a piece of work can see and write. The same values become arguments of the ORM's filters and settings of
 * PostgreSQL, so that every rule below is enforced twice: in the `where` of the ORM and by row level security policies.
 */
export interface Scope {
  tenantId: string;
  /** `customer`: only rows of `customerId`, nothing internal. `staff`: the whole tenant. */
  access: 'customer' | 'staff';
  customerId: string | null;
  userId: string | null;
}

export const viewerScope = (viewer: Viewer): Scope => ({
  tenantId: viewer.tenantId,
  access: isStaff(viewer) ? 'staff' : 'customer',
  customerId: viewer.customerId,
  userId: viewer.userId,
});

/** The portal's own work within a tenant: signing somebody in, sending emails. */
export const tenantScope = (tenantId: string): Scope => ({
  tenantId,
  access: 'staff',
  customerId: null,
  userId: null,
});

/** Signed out: nothing exists. */
export const nobodyScope: Scope = {
  tenantId: '00000000-0000-0000-0000-000000000000',
  access: 'customer',
  customerId: '00000000-0000-0000-0000-000000000000',
  userId: '00000000-0000-0000-0000-000000000000',
};

/** Settings of PostgreSQL, always all of them, so that none is left over from a previous user of the connection. */
export type Settings = Record<(typeof settingNames)[number], string>;

export const settingNames = [
  'portal.tenant',
  'portal.access',
  'portal.customer',
  'portal.user',
  'portal.tenant_slug',
  'portal.tenant_domain',
] as const;

const noSettings: Settings = Object.fromEntries(settingNames.map((name) => [name, ''])) as Settings;

export const scopeSettings = (scope: Scope): Settings => ({
  ...noSettings,
  'portal.tenant': scope.tenantId,
  'portal.access': scope.access,
  'portal.customer': scope.customerId ?? '',
  'portal.user': scope.userId ?? '',
});

/** Access to the tenant table alone: by a known slug or domain, or for the portal's own housekeeping. */
export const tenantLookupSettings = (lookup: { slug: string } | { domain: string } | 'all'): Settings => ({
  ...noSettings,
  ...(lookup === 'all'
    ? { 'portal.access': 'system' }
    : 'slug' in lookup
      ? { 'portal.tenant_slug': lookup.slug }
      : { 'portal.tenant_domain': lookup.domain }),
});

const text = (name: (typeof settingNames)[number]) => `(select nullif(current_setting('${name}', true), ''))`;
const uuid = (name: (typeof settingNames)[number]) => `(select nullif(current_setting('${name}', true), '')::uuid)`;

const currentUser = uuid('portal.user');
const sameTenant = `tenant_id = ${uuid('portal.tenant')}`;
const isStaffAccess = `${text('portal.access')} = 'staff'`;
const sameCustomer = `customer_id = ${uuid('portal.customer')}`;

/** A `case`, since PostgreSQL underestimates an `or` and then reads whole tenants to sort them: docs/adr/0012. */
const forOthersThanStaff = (rule: string, staffRule = 'true') =>
  `case when ${isStaffAccess} then ${staffRule} else ${rule} end`;

/** Staff the rows of the tenant, customers those of `rule`. */
const staffOr = (rule: string, staffRule?: string) => `${sameTenant} and ${forOthersThanStaff(rule, staffRule)}`;
const staffOnly = `${sameTenant} and ${isStaffAccess}`;
const portalOnly = `${staffOnly} and ${currentUser} is null`;
/** Rows of the one user, and the portal's own work. */
const ownOrPortal = `${sameTenant} and case when user_id = ${currentUser} then true else ${isStaffAccess} and ${currentUser} is null end`;

/**
 * Who sees and who writes the rows of a table: the ORM's `where` and the database's policies, kept side by side. What is
 * said of a command holds for customers and staff; a command of which nothing is said is left to staff.
 */
interface ScopeRule {
  filters: FilterDef[];
  read: string;
  insert?: string;
  /** The rows that may be changed or locked, and what may become of them where that is more, or less. */
  update?: string | { using: string; check: string };
  delete?: string;
  /** The columns that customers may change, where a row is theirs to update. A trigger refuses the others. */
  customersChange?: string[];
  /** A condition on `old` and `new` that refuses a customer's update of these columns. */
  customersNever?: string;
}

const tenantFilter: FilterDef = { name: 'tenant', cond: (scope) => ({ tenantId: scope.tenantId }), default: true };
const customerFilter: FilterDef = {
  name: 'customer',
  cond: (scope) => (scope.access === 'staff' ? {} : { customerId: scope.customerId }),
  default: true,
};
const userFilter: FilterDef = {
  name: 'user',
  cond: (scope) => (scope.userId === null ? {} : { userId: scope.userId }),
  default: true,
};
const internalFilter: FilterDef = {
  name: 'internal',
  cond: (scope) => (scope.access === 'staff' ? {} : { internal: false }),
  default: true,
};
const ofCustomer = { filters: [tenantFilter, customerFilter], read: staffOr(sameCustomer) };
const ofConversation = {
  filters: [tenantFilter, customerFilter, internalFilter],
  read: staffOr(`${sameCustomer} and not internal`),
};

const byTriggerOrPortal = `${sameTenant} and case when pg_trigger_depth() > 0 then true else ${isStaffAccess} and ${currentUser} is null end`;
const writtenBy = (column: string) => `${sameCustomer} and ${column} = ${currentUser}`;
const ofOwnCall = staffOr('exists (select from call_request where call_request.id = call_request_id)');
const tenantItself = forOthersThanStaff(`${text('portal.access')} = 'system'`, `id = ${uuid('portal.tenant')}`);

const rules = {
  /** Staff and the portal's own work. */
  staff: { filters: [tenantFilter], read: staffOnly },
  /** The portal's own work. */
  portal: { filters: [tenantFilter], read: portalOnly, insert: portalOnly, update: portalOnly, delete: portalOnly },
  /** Every user of the tenant sees and may lock them, staff write them. */
  settings: { filters: [tenantFilter], read: sameTenant, update: { using: sameTenant, check: staffOnly } },
  /** Those that are offered every user of the tenant sees, archived ones staff, who write them, and customers who have a ticket of them. */
  categories: {
    filters: [
      tenantFilter,
      { name: 'offered', cond: (scope) => (scope.access === 'staff' ? {} : { archived: false }), default: true },
    ],
    read: staffOr('not archived or exists (select from ticket where ticket.category_id = category.id)'),
  },
  /** Published articles every user of the tenant sees and may lock; drafts and archived ones staff, who alone write. */
  published: {
    filters: [
      tenantFilter,
      { name: 'published', cond: (scope) => (scope.access === 'staff' ? {} : { published: true }), default: true },
    ],
    read: staffOr('published'),
    update: { using: staffOr('published'), check: staffOnly },
  },
  /** Every user of the tenant sees them, customers no internal ones; staff write them. */
  internals: { filters: [tenantFilter, internalFilter], read: staffOr('not internal') },
  /** Its users, whoever knows its slug or domain, and the portal's own work; written by staff and the portal's own work. */
  tenants: {
    filters: [],
    read:
      `id = ${uuid('portal.tenant')} or slug = ${text('portal.tenant_slug')} or ` +
      `domain = ${text('portal.tenant_domain')} or ${text('portal.access')} = 'system'`,
    insert: tenantItself,
    update: tenantItself,
    delete: tenantItself,
  },
  /** Customers see their own row, and change how it is to be reached. */
  customers: {
    filters: [
      tenantFilter,
      { name: 'self', cond: (scope) => (scope.access === 'staff' ? {} : { id: scope.customerId }), default: true },
    ],
    read: staffOr(`id = ${uuid('portal.customer')}`),
    update: staffOr(`id = ${uuid('portal.customer')}`),
    customersChange: ['name', 'phone', 'locale', 'time_zone', 'updated_at'],
  },
  /** Customers see themselves, others of the same customer, and staff, and change their own profile. */
  people: {
    filters: [
      tenantFilter,
      {
        name: 'people',
        cond: (scope) =>
          scope.access === 'staff' ? {} : { $or: [{ customerId: scope.customerId }, { role: { $ne: 'CUSTOMER' } }] },
        default: true,
      },
    ],
    read: staffOr(`${sameCustomer} or role <> 'CUSTOMER'`),
    update: staffOr(`id = ${currentUser}`),
    customersChange: ['name', 'phone', 'locale', 'time_zone', 'theme', 'muted_mails', 'wanted_mails'],
  },
  /** The user it belongs to, who may end it, and the portal's own work, which begins and deletes it. */
  sessions: {
    filters: [tenantFilter, userFilter],
    read: ownOrPortal,
    insert: portalOnly,
    update: ownOrPortal,
    delete: portalOnly,
    customersChange: ['ended_at'],
  },
  /** The user it belongs to, and the portal's own work, which alone writes it. */
  secrets: {
    filters: [tenantFilter, userFilter],
    read: ownOrPortal,
    insert: portalOnly,
    update: portalOnly,
    delete: portalOnly,
  },
  /** The user it belongs to, who may name it, and the portal's own work, which registers, uses and deletes it. */
  passkeys: {
    filters: [tenantFilter, userFilter],
    read: ownOrPortal,
    insert: portalOnly,
    update: ownOrPortal,
    delete: portalOnly,
    customersChange: ['name'],
  },
  /** Staff see them, the portal's own work writes them. */
  keys: { filters: [tenantFilter], read: staffOnly, insert: portalOnly, update: portalOnly, delete: portalOnly },
  /** The customer and staff; customers open them in their own name, and change neither the text nor who works on it. */
  tickets: {
    ...ofCustomer,
    insert: staffOr(`${writtenBy('created_by_id')} and assignee_id is null and team_id is null`),
    update: staffOr(sameCustomer),
    customersChange: [
      'status',
      'waiting_for',
      'public_message_count',
      'message_count',
      'last_public_message_at',
      'last_message_at',
      'feedback_declined_at',
      'feedback_held_until',
      'public_updated_at',
      'updated_at',
      'version',
    ],
  },
  /** The customer and staff, internal ones staff alone; customers add in their own name and change nothing. */
  conversation: { ...ofConversation, insert: staffOr(`${writtenBy('author_id')} and not internal`) },
  /** As `conversation`, but customers give them in nobody's name. */
  ticketFieldValues: { ...ofConversation, insert: staffOr(`${sameCustomer} and not internal`) },
  /** A claimed file as its message; an unclaimed one its uploader, who may claim or delete it, and the portal's own work. */
  attachments: {
    filters: [
      tenantFilter,
      {
        name: 'attachments',
        cond: (scope) => {
          const own = { messageId: null, uploaderId: scope.userId };
          if (scope.access !== 'staff')
            return { $or: [own, { messageId: { $ne: null }, customerId: scope.customerId, internal: false }] };
          return scope.userId === null ? {} : { $or: [own, { messageId: { $ne: null } }] };
        },
        default: true,
      },
    ],
    read:
      `${sameTenant} and case when message_id is null ` +
      `then uploader_id = ${currentUser} or (${isStaffAccess} and ${currentUser} is null) ` +
      `else ${forOthersThanStaff(`${sameCustomer} and not internal`)} end`,
    insert: staffOr(`${writtenBy('uploader_id')} and message_id is null`, staffUpload()),
    update: {
      using: staffOr(`${writtenBy('uploader_id')} and message_id is null`, staffUpload()),
      check: staffOr(`${writtenBy('uploader_id')} and not internal`, staffUpload()),
    },
    delete: staffOr(`${writtenBy('uploader_id')} and message_id is null`, staffUpload()),
    customersChange: ['message_id', 'ticket_id', 'internal', 'claimed_at', 'position'],
  },
  /** Every user of the tenant sees it; written by a trigger of the attachments, and the portal's own work. */
  attachmentUsage: {
    filters: [tenantFilter],
    read: sameTenant,
    insert: byTriggerOrPortal,
    update: byTriggerOrPortal,
    delete: portalOnly,
  },
  /** The customer and staff; customers request them in their own name, and never say who handled one. */
  calls: {
    ...ofCustomer,
    insert: staffOr(`${writtenBy('requested_by_id')} and handled_by_id is null`),
    update: staffOr(sameCustomer),
    customersChange: [
      'status',
      'scheduled_at',
      'scheduled_end_at',
      'due_at',
      'outcome',
      'handled_by_id',
      'calendar_sequence',
      'reminded_at',
      'ended_at',
      'updated_at',
    ],
    customersNever: 'new.handled_by_id is not null and new.handled_by_id is distinct from old.handled_by_id',
  },
  /** Every user of the tenant sees which are taken; customers take and return those of their own calls. */
  seats: { filters: [tenantFilter], read: sameTenant, insert: ofOwnCall, delete: ofOwnCall },
  /** The customer and staff; customers give and change it in their own name. */
  feedback: {
    ...ofCustomer,
    insert: staffOr(writtenBy('author_id')),
    update: { using: staffOr(sameCustomer), check: staffOr(writtenBy('author_id')) },
    customersChange: ['author_id', 'rating', 'comment', 'updated_at'],
  },
  /** The customer and staff; each user of the customer writes and changes their own. */
  ratings: {
    ...ofCustomer,
    insert: staffOr(writtenBy('user_id')),
    update: staffOr(writtenBy('user_id')),
    customersChange: ['helpful', 'rated_at'],
  },
  /** As `ratings`, but never changed. */
  solutions: { ...ofCustomer, insert: staffOr(writtenBy('user_id')) },
  /** The user it is for, who marks it as read; written by whoever causes it, deleted by the portal's own work. */
  notifications: {
    filters: [
      tenantFilter,
      {
        name: 'notified',
        cond: (scope) => (scope.userId === null ? {} : { userId: scope.userId }),
        default: true,
      },
    ],
    read: ownOrPortal,
    insert: staffOr(writtenBy('actor_id')),
    update: ownOrPortal,
    delete: portalOnly,
    customersChange: ['read_at'],
  },
  /**
   * As `conversation`, but customers also write events that they never see, in no other name. Nobody changes one; the portal's
   * own work deletes those that concern one user alone.
   */
  events: {
    ...ofConversation,
    insert: staffOr(`${sameCustomer} and coalesce(actor_id = ${currentUser}, true)`),
    update: 'false',
    delete: `${portalOnly} and user_id is not null`,
  },
  /** Staff see where events came from, and the API tells admins alone; whoever causes one writes it, the portal's own work counts on and deletes. */
  eventOrigins: {
    filters: [tenantFilter],
    read: staffOnly,
    insert: sameTenant,
    update: portalOnly,
    delete: portalOnly,
  },
  /** The last numbers of a tenant, which every user of it increases. */
  tenantCounters: {
    filters: [tenantFilter],
    read: sameTenant,
    update: sameTenant,
    customersChange: ['last_ticket', 'last_event', 'last_change_at'],
    customersNever:
      'new.last_ticket < old.last_ticket or new.last_event < old.last_event or new.last_change_at < old.last_change_at',
  },
  /** The last numbers of a customer, which its users and staff increase. */
  customerCounters: {
    ...ofCustomer,
    update: staffOr(sameCustomer),
    customersChange: ['last_event'],
    customersNever: 'new.last_event < old.last_event',
  },
} satisfies Record<string, ScopeRule>;

/** Unclaimed files of staff are their uploader's; the portal's own work has all. */
function staffUpload(): string {
  return `case when ${currentUser} is null then true else uploader_id = ${currentUser} or message_id is not null end`;
}

function policiesOf({
  read,
  insert = staffOnly,
  update = staffOnly,
  delete: remove = staffOnly,
}: ScopeRule): PolicyDef[] {
  const changed = typeof update === 'string' ? { using: update, check: update } : update;
  return [
    { command: 'select', using: read },
    { command: 'insert', check: insert },
    { command: 'update', ...changed },
    { command: 'delete', using: remove },
  ];
}

/** A policy cannot compare the new row with the old one; a trigger can. */
function triggersOf({ customersChange, customersNever }: ScopeRule): TriggerDef[] {
  if (!customersChange) return [];
  const columns = `array['${customersChange.join("', '")}']`;
  const changesMore = `to_jsonb(new) - ${columns} is distinct from to_jsonb(old) - ${columns}`;
  const refused = customersNever ? `${changesMore} or ${customersNever}` : changesMore;
  return [
    {
      name: 'customers_change',
      timing: 'before',
      events: ['update'],
      when: `current_setting('portal.access', true) = 'customer'`,
      body: `if ${refused} then raise insufficient_privilege using message = 'customers may not change this of ' || tg_table_name; end if; return new;`,
    },
  ];
}

/** An entity whose rows are scoped by one of the rules above, in the ORM and in the database. */
export function ScopedEntity(rule: keyof typeof rules, options: EntityOptions<never>): ClassDecorator {
  const scopeRule: ScopeRule = rules[rule];
  const { filters } = scopeRule;
  const policies = policiesOf(scopeRule).map((policy) => ({
    name: `${options.tableName}_${policy.command}`,
    ...policy,
  }));
  const triggers = [...triggersOf(scopeRule), ...(options.triggers ?? [])];
  return (target) => {
    scopedEntities.set(target, filters);
    for (const filter of filters) Filter(filter as never)(target);
    Entity({ ...options, policies, triggers, rowLevelSecurity: 'force' } as never)(target);
  };
}

const scopedEntities = new WeakMap<object, FilterDef[]>();

export type ViewerId = 'tenantId' | 'customerId';

/** The ids of a viewer that all rows of an entity in their scope carry. To name them helps PostgreSQL to an index. */
export function viewerIdsOf(entity: object): ViewerId[] {
  const filters = scopedEntities.get(entity) ?? [];
  return [
    ...(filters.includes(tenantFilter) ? (['tenantId'] as const) : []),
    ...(filters.includes(customerFilter) ? (['customerId'] as const) : []),
  ];
}

/** A fresh EntityManager that sees `scope` and nothing else. */
export function scopedEntityManager(unscoped: EntityManager, scope: Scope): EntityManager {
  const entityManager = unscoped.fork({ session: { variables: scopeSettings(scope) } });
  for (const name of filterNames) entityManager.setFilterParams(name, scope);
  return entityManager;
}

const filterNames = [
  ...new Set(Object.values(rules).flatMap((rule: ScopeRule) => rule.filters.map(({ name }) => name))),
];
