import { tenantScope } from '../access/scope.ts';
import { UserRole } from '../access/viewer.ts';
import { AttachmentSettings } from '../attachments/attachment-settings.entity.ts';
import { CategoryRow } from '../categories/category.entity.ts';
import { Customer } from '../customers/customer.entity.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { findTenantBySlug } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import { CallSeat, CallRequestRow, CallRequestStatus } from '../call-requests/call-request.entity.ts';
import { scheduleReminder } from '../call-requests/reminder.ts';
import { CustomerCounter, TenantCounter } from '../events/event.entity.ts';
import { FeedbackRow } from '../feedback/feedback.entity.ts';
import { MessageRow } from '../messages/message.entity.ts';
import { pastEvents } from '../migrations/0019-history.ts';
import { OpeningHoursRow } from '../opening-hours/opening-hours.entity.ts';
import type { Portal } from '../portal.ts';
import { TeamMemberRow, TeamRow } from '../teams/team.entity.ts';
import { TicketFieldRow, TicketFieldValueRow } from '../ticket-fields/ticket-field.entity.ts';
import { TicketRow } from '../tickets/ticket.entity.ts';
import { seedArticles } from './articles.ts';
import type { DemoTenant } from './content.ts';
import { padmaBroadband } from './padma-broadband.ts';
import { emailOf, makeRows } from './rows.ts';
import { shurjoSolar } from './shurjo-solar.ts';

const demoTenants = [padmaBroadband, shurjoSolar];

/** The password of every user of the demo. */
export const demoPassword = 'shohayota-demo';

/** Who can sign in, customers first; `tenant` is the slug. */
export const demoLogins: { tenant: string; role: string; email: string }[] = demoTenants.flatMap((tenant) =>
  [...tenant.customers.map(({ login }) => ({ login, role: UserRole.CUSTOMER })), ...tenant.staff].map(
    ({ login, role }) => ({ tenant: tenant.slug, role, email: emailOf(login, tenant) }),
  ),
);

/** Creates the tenants of the demo that do not exist yet, each completely or not at all, and their articles. */
export async function seedDemo(portal: Portal): Promise<void> {
  for (const content of demoTenants) {
    if (!(await findTenantBySlug(portal, content.slug))) await seedTenant(portal, content);
    const tenant = await findTenantBySlug(portal, content.slug);
    if (tenant?.demo) await seedArticles(portal, tenant.id, content);
  }
}

async function seedTenant(portal: Portal, content: DemoTenant): Promise<void> {
  const rows = await makeRows(content, demoPassword, new Date());
  await portal.write(tenantScope(rows.tenant.id), async (entityManager) => {
    // waits while another server seeds the same tenant, and does nothing once that one has committed
    const { affectedRows } = await entityManager
      .createQueryBuilder(Tenant)
      .insert(rows.tenant)
      .onConflict('slug')
      .ignore()
      .execute('run');
    if (affectedRows === 0) return;
    await entityManager.insert(OpeningHoursRow, rows.openingHours);
    await entityManager.insert(AttachmentSettings, rows.attachmentSettings);
    await entityManager.insertMany(Customer, rows.customers);
    await entityManager.insertMany(UserRow, rows.users);
    await entityManager.insert(TenantCounter, rows.tenantCounter);
    await entityManager.insertMany(CustomerCounter, rows.customerCounters);
    await entityManager.insertMany(CategoryRow, rows.categories);
    await entityManager.insertMany(TeamRow, rows.teams);
    await entityManager.insertMany(TeamMemberRow, rows.teamMembers);
    await entityManager.insertMany(TicketRow, rows.tickets);
    await entityManager.insertMany(TicketFieldRow, rows.ticketFields);
    await entityManager.insertMany(TicketFieldValueRow, rows.ticketFieldValues);
    await entityManager.insertMany(MessageRow, rows.messages);
    await entityManager.insertMany(FeedbackRow, rows.feedback);
    await entityManager.insertMany(CallRequestRow, rows.calls);
    await entityManager.insertMany(CallSeat, rows.seats);
    await entityManager.execute(pastEvents);
    const booked = await entityManager.find(CallRequestRow, { status: CallRequestStatus.SCHEDULED });
    for (const call of booked) await scheduleReminder(entityManager, rows.openingHours, call);
  });
}
