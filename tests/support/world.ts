import { v7 as uuid } from 'uuid';
import { expect } from 'vitest';
import { hashPassword } from '../../server/access/passwords.ts';
import { tenantScope } from '../../server/access/scope.ts';
import { UserRole } from '../../server/access/viewer.ts';
import type { Locale } from '#shared/locale.ts';
import { AttachmentSettings } from '../../server/attachments/attachment-settings.entity.ts';
import { Customer } from '../../server/customers/customer.entity.ts';
import { Tenant } from '../../server/tenants/tenant.entity.ts';
import { UserRow } from '../../server/users/user.entity.ts';
import { OpeningHoursRow } from '../../server/opening-hours/opening-hours.entity.ts';
import { weekdays } from '../../server/opening-hours/opening-hours.ts';
import { CustomerCounter, TenantCounter } from '../../server/events/event.entity.ts';
import type { Portal } from '../../server/portal.ts';
import { ApiClient, type ApiAnswer } from './api.ts';

export const password = 'correct horse battery staple';
let passwordHash: Promise<string> | undefined;
let count = 0;

/** Makes tenants and their people past the API: in any state, and quickly. */
export class World {
  constructor(
    readonly portal: Portal,
    readonly url: string,
    /** Of the device at which its people are signed in. */
    readonly userAgent = 'node',
  ) {}

  /** A tenant that answers the telephone at any time. */
  alwaysOpen(openingHours: Partial<OpeningHoursRow> = {}, given: GivenTenant = {}): Promise<TestTenant> {
    const week = weekdays.map((weekday) => ({ weekday, opensAt: '00:00', closesAt: '24:00' }));
    return this.tenant({ openingHours: { week, ...openingHours }, ...given });
  }

  async tenant({ openingHours, attachmentSettings, ...given }: GivenTenant = {}): Promise<TestTenant> {
    const slug = `tenant-${++count}`;
    const tenantId = uuid();
    const tenant = await this.portal.write(tenantScope(tenantId), async (entityManager) => {
      const made = entityManager.create(Tenant, {
        id: tenantId,
        slug,
        name: `Tenant ${count}`,
        domain: null,
        demo: false,
        createdAt: new Date(),
        ...given,
      });
      await entityManager.flush();
      entityManager.create(OpeningHoursRow, { tenantId, ...openingHours });
      entityManager.create(AttachmentSettings, { tenantId, ...attachmentSettings });
      entityManager.create(TenantCounter, { tenantId, lastTicket: 1000, lastEvent: '0' });
      return made;
    });
    return new TestTenant(this, tenant);
  }
}

type GivenTenant = Partial<Omit<Tenant, 'openingHours'>> & {
  openingHours?: Partial<OpeningHoursRow>;
  attachmentSettings?: Partial<AttachmentSettings>;
};

export class TestTenant {
  constructor(
    private readonly world: World,
    readonly tenant: Tenant,
  ) {}

  get id(): string {
    return this.tenant.id;
  }

  admin(): Promise<Person> {
    return this.person(UserRole.ADMIN, null);
  }

  agent(): Promise<Person> {
    return this.person(UserRole.AGENT, null);
  }

  /** A customer with one user, signed in. */
  async customer(given: Partial<Customer> = {}): Promise<Person> {
    const number = ++count;
    const customer = {
      id: uuid(),
      tenantId: this.id,
      name: `Customer ${number}`,
      email: `customer-${number}@portal.test`,
      phone: null,
      locale: 'en',
      timeZone: 'UTC',
      createdAt: new Date(),
      updatedAt: new Date(),
      ...given,
    };
    await this.world.portal.write(tenantScope(this.id), async (entityManager) => {
      entityManager.create(Customer, customer);
      await entityManager.flush();
      entityManager.create(CustomerCounter, { customerId: customer.id, tenantId: this.id, lastEvent: '0' });
    });
    return this.person(UserRole.CUSTOMER, customer);
  }

  private async person(role: UserRole, customer: Customer | null): Promise<Person> {
    passwordHash ??= hashPassword(password);
    const id = uuid();
    const { phone = null, locale = 'en', timeZone = 'UTC' } = customer ?? {};
    const user = {
      id,
      tenantId: this.id,
      customerId: customer?.id ?? null,
      role,
      name: customer?.name ?? `${role.toLowerCase()} ${++count}`,
      email: customer?.email ?? `${role.toLowerCase()}-${count}@portal.test`,
      phone,
      locale: locale as Locale,
      timeZone,
      passwordHash: await passwordHash,
      deactivatedAt: null,
      createdAt: new Date(),
    };
    await this.world.portal.write(
      tenantScope(this.id),
      async (entityManager) => void entityManager.create(UserRow, user),
    );
    return Person.signIn(this.world.url, this.tenant.slug, user, this.world.userAgent);
  }
}

/** Somebody signed in. */
export class Person extends ApiClient {
  private constructor(
    url: string,
    accessToken: string,
    readonly id: string,
    readonly name: string,
    readonly email: string,
    readonly customerId: string | null,
    readonly tenantSlug: string,
  ) {
    super(url, accessToken);
  }

  static async signIn(
    url: string,
    tenant: string,
    { id, name, email, customerId }: { id: string; name: string; email: string; customerId: string | null },
    userAgent = 'node',
  ): Promise<Person> {
    const query =
      'mutation($input: SignInInput!) { signIn(input: $input) { userErrors { code } session { accessToken } } }';
    const variables = { input: { email, password, tenant } };
    const answer = await new ApiClient(url).post({ query, variables }, { 'user-agent': userAgent });
    const { signIn } = ((await answer.json()) as ApiAnswer).data;
    expect(signIn.userErrors).toEqual([]);
    return new Person(url, signIn.session.accessToken, id, name, email, customerId, tenant);
  }

  /** The same person in another session. */
  signInAgain(): Promise<Person> {
    return Person.signIn(this.url, this.tenantSlug, this);
  }

  /** The same person at another server. */
  at(url: string): ApiClient {
    return new ApiClient(url, this.accessToken);
  }
}
