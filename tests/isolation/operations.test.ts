import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Device } from '../passkeys/device.ts';
import { createKey } from '../api-keys/keys.ts';
import { inEnglish, type ApiClient } from '../support/api.ts';
import { text } from '../support/files.ts';
import { usePortal } from '../support/portal.ts';
import {
  archivedCategoryOf,
  idOperations,
  strangerNames,
  type Stranger,
  type IdOperation,
  type Things,
} from './id-operations.ts';

const portal = usePortal();
let things: Things;
let strangers: Record<Stranger, ApiClient>;

beforeAll(async () => {
  const [tenant, other] = [await portal.world.alwaysOpen(), await portal.world.alwaysOpen()];
  const [customer, agent] = [await tenant.customer(), await tenant.agent()];
  const ticket = await customer.openTicket();
  const attachment = await customer.upload(text());
  await agent.done('ticketUpdate', { id: ticket.id, input: { assigneeId: agent.id } });
  await agent.write(ticket.id, 'An answer the customer is notified of.');
  const category = await archivedCategoryOf(ticket.id, await tenant.admin());
  const { notifications } = await customer.get('{ notifications { nodes { id } } }');
  const draft = await agent.writeArticle();
  const { note } = await agent.done('customerNoteAdd', {
    customerId: customer.customerId!,
    input: { body: 'Prefers to be called in the morning.' },
  });
  // internal, so that customers of its own tenant must not see it either
  const ticketField = await (
    await tenant.admin()
  ).addField('Device', {
    internal: true,
    kind: 'CHOICE',
    choices: [{ names: inEnglish('Router') }],
  });
  const callRequest = await customer.requestCall({ ticketId: ticket.id, note: 'Ring twice.' });
  const team = await (await tenant.admin()).createTeam('Billing', agent);
  await agent.done('ticketUpdate', { id: ticket.id, input: { teamId: team.id } });
  const elsewhere = await (await other.customer()).openTicket();
  const { passkey } = await new Device(portal.url, 'portal.test').register(customer);
  const { sessions } = await customer.get('{ sessions { nodes { id } } }');
  things = {
    ticket: ticket.id,
    agent: agent.id,
    customer: customer.customerId!,
    note: note.id,
    category: category.id,
    attachment: attachment.id,
    session: sessions.nodes[0].id,
    passkey: passkey!.id,
    notification: notifications.nodes[0].id,
    draft: draft.id,
    draftSlug: draft.slug,
    callRequest: callRequest.id,
    ticketField: ticketField.id,
    choice: ticketField.choices[0]!.id,
    ticketOfOtherTenant: elsewhere.id,
    colleagueOfOtherTenant: (await other.agent()).id,
    team: team.id,
    apiKey: (await createKey(await tenant.admin(), ['tickets:read'])).id,
    teamOfOtherTenant: (await (await other.admin()).createTeam('Billing')).id,
  };
  strangers = {
    'a customer of the same tenant': await tenant.customer(),
    'a customer of another tenant': await other.customer(),
    'an agent of another tenant': await other.agent(),
    'an admin of another tenant': await other.admin(),
    'nobody at all': portal.nobody,
  };
});

describe.each(Object.values(idOperations))('$title', (operation: IdOperation) => {
  it.each<Stranger>(strangerNames)('answers %s as if the thing had never been', async (stranger) => {
    const before = await traces();
    const real = await operation.call(strangers[stranger], things[operation.thing], things);
    const invented = await operation.call(strangers[stranger], randomUUID(), things);
    expect(real).toEqual(invented);
    expect(real).toEqual(operation.notThere(stranger));
    expect(await traces()).toEqual(before);
  });

  it('answers an id that is none at all in the same way', async () => {
    const stranger = 'an admin of another tenant';
    expect(await operation.call(strangers[stranger], 'not-a-uuid', things)).toEqual(operation.notThere(stranger));
  });
});

/** Everything a stranger could have changed. */
async function traces() {
  const { rows } = await portal.database.superuser.query(
    `select (select json_agg(t order by id) from ticket t) as tickets, (select count(*) from message) as messages, (select json_agg(a) from attachment a) as attachments, (select json_agg(f) from feedback f) as feedback, (select json_agg(n) from notification n) as notifications,
      (select json_agg(a) from article a) as articles, (select count(*) from article_rating) as ratings, (select count(*) from article_solution) as solutions,
      (select json_agg(c) from call_request c) as calls, (select count(*) from call_seat) as seats, (select json_agg(t) from tenant t) as tenants,
      (select json_agg(o) from opening_hours o) as hours, (select json_agg(a) from attachment_settings a) as limits, (select json_agg(d) from pending_domain d) as domains,
      (select json_agg(s order by id) from session s) as sessions, (select json_agg(p order by id) from passkey p) as passkeys, (select json_agg(u order by id) from portal_user u) as users, (select json_agg(c order by id) from customer c) as customers,
      (select json_agg(n order by id) from customer_note n) as notes, (select json_agg(c order by id) from category c) as categories,
      (select json_agg(t order by id) from team t) as teams, (select json_agg(k order by id) from api_key k) as keys, (select count(*) from api_key_secret) as secrets, (select json_agg(m order by team_id, user_id) from team_member m) as members,
      (select count(*) from portal_event) as events, (select count(*) from graphile_worker.jobs) as jobs, (select count(*) from operations.mail_task) as mails`,
  );
  return rows[0];
}
