import type { EntityManager, EntityOptions, FilterDef, PolicyDef } from '@mikro-orm/postgresql';
import { Entity, Filter } from '@mikro-orm/decorators/legacy';
import { isStaff, type Viewer } from './viewer.ts';

/**
 * Which rows a piece of work can see and write. The same values become arguments of the ORM's filters and settings of
 * PostgreSQL, so that every rule below is enforced twice: in the `where` of the ORM and by a row level security policy.
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

export const noSettings: Settings = Object.fromEntries(settingNames.map((name) => [name, ''])) as Settings;

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

const sameTenant = `tenant_id = ${uuid('portal.tenant')}`;
const wholeTenant = `${text('portal.access')} = 'staff'`;
const sameCustomer = `customer_id = ${uuid('portal.customer')}`;

/** A `case`, since PostgreSQL underestimates an `or` and then reads whole tenants to sort them: docs/adr/0012. */
const forOthersThanStaff = (rule: string) => `case when ${wholeTenant} then true else ${rule} end`;

/** One rule of visibility: the ORM's `where` and the database's policy, kept side by side. */
interface ScopeRule {
  filters: FilterDef[];
  policy: string;
  /** What may be written, where that differs from what may be seen. */
  check?: string;
}

const tenantFilter: FilterDef = { name: 'tenant', cond: (scope) => ({ tenantId: scope.tenantId }), default: true };
const customerFilter: FilterDef = {
  name: 'customer',
  cond: (scope) => (scope.access === 'staff' ? {} : { customerId: scope.customerId }),
  default: true,
};

const rules = {
  /** Every user of the tenant. */
  tenant: { filters: [tenantFilter], policy: sameTenant },
  /** The customer it belongs to, and staff. */
  customer: {
    filters: [tenantFilter, customerFilter],
    policy: `${sameTenant} and ${forOthersThanStaff(sameCustomer)}`,
  },
  /** The customer table itself: customers see their own row. */
  customers: {
    filters: [
      tenantFilter,
      { name: 'self', cond: (scope) => (scope.access === 'staff' ? {} : { id: scope.customerId }), default: true },
    ],
    policy: `${sameTenant} and ${forOthersThanStaff(`id = ${uuid('portal.customer')}`)}`,
  },
  /** As `customer`, but what is internal is for staff alone. */
  conversation: {
    filters: [
      tenantFilter,
      customerFilter,
      { name: 'internal', cond: (scope) => (scope.access === 'staff' ? {} : { internal: false }), default: true },
    ],
    policy: `${sameTenant} and ${forOthersThanStaff(`${sameCustomer} and not internal`)}`,
  },
  /** As `conversation`, but customers also write events that they never see. */
  events: {
    filters: [
      tenantFilter,
      customerFilter,
      { name: 'internal', cond: (scope) => (scope.access === 'staff' ? {} : { internal: false }), default: true },
    ],
    policy: `${sameTenant} and ${forOthersThanStaff(`${sameCustomer} and not internal`)}`,
    check: `${sameTenant} and ${forOthersThanStaff(sameCustomer)}`,
  },
  /** Seen by the user it is for, written by whoever causes it. */
  notifications: {
    filters: [
      tenantFilter,
      {
        name: 'notified',
        cond: (scope) => (scope.userId === null ? {} : { userId: scope.userId }),
        default: true,
      },
    ],
    policy: `${sameTenant} and case when user_id = ${uuid('portal.user')} then true else ${wholeTenant} and ${uuid('portal.user')} is null end`,
    check: `${sameTenant} and ${forOthersThanStaff(sameCustomer)}`,
  },
  /** A claimed file as its message; an unclaimed one its uploader and the portal's own work. */
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
    policy:
      `${sameTenant} and case when message_id is null ` +
      `then uploader_id = ${uuid('portal.user')} or (${wholeTenant} and ${uuid('portal.user')} is null) ` +
      `else ${forOthersThanStaff(`${sameCustomer} and not internal`)} end`,
  },
  /** Published articles every user of the tenant; drafts and archived ones staff. */
  published: {
    filters: [
      tenantFilter,
      { name: 'published', cond: (scope) => (scope.access === 'staff' ? {} : { published: true }), default: true },
    ],
    policy: `${sameTenant} and ${forOthersThanStaff('published')}`,
  },
  /** Customers see themselves, others of the same customer, and staff. */
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
    policy: `${sameTenant} and ${forOthersThanStaff(`${sameCustomer} or role <> 'CUSTOMER'`)}`,
  },
  /** The user it belongs to, and the portal's own work. */
  user: {
    filters: [
      tenantFilter,
      { name: 'user', cond: (scope) => (scope.userId === null ? {} : { userId: scope.userId }), default: true },
    ],
    policy: `${sameTenant} and case when user_id = ${uuid('portal.user')} then true else ${wholeTenant} and ${uuid('portal.user')} is null end`,
  },
  /** Staff and the portal's own work. */
  staff: { filters: [tenantFilter], policy: `${sameTenant} and ${wholeTenant}` },
  /** Every user of the tenant sees them, staff change them. */
  settings: { filters: [tenantFilter], policy: sameTenant, check: `${sameTenant} and ${wholeTenant}` },
  /** The tenant table itself. */
  tenants: {
    filters: [],
    policy:
      `id = ${uuid('portal.tenant')} or slug = ${text('portal.tenant_slug')} or ` +
      `domain = ${text('portal.tenant_domain')} or ${text('portal.access')} = 'system'`,
  },
} satisfies Record<string, ScopeRule>;

/** An entity whose rows are scoped by one of the rules above, in the ORM and in the database. */
export function ScopedEntity(rule: keyof typeof rules, options: EntityOptions<never>): ClassDecorator {
  const { filters, policy, check = policy }: ScopeRule = rules[rule];
  const policies: PolicyDef[] = [{ name: `${options.tableName}_scope`, using: policy, check }];
  return (target) => {
    scopedEntities.set(target, filters);
    for (const filter of filters) Filter(filter as never)(target);
    Entity({ ...options, policies, rowLevelSecurity: 'force' } as never)(target);
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
