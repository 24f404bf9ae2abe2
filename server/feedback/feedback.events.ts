import { Field, ObjectType } from 'type-graphql';
import { languageTag } from '#shared/locale.ts';
import { Audience } from '../events/audience.ts';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ReadBy } from '../reads/schema.ts';
import { ticketEmail } from '../tickets/ticket.emails.ts';
import { TicketEvent } from '../tickets/ticket.events.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from '../users/user.entity.ts';
import { Feedback } from './feedback.contract.ts';
import { FeedbackRow } from './feedback.entity.ts';
import { isSettled } from './feedback.policy.ts';

@ObjectType()
abstract class FeedbackEvent extends TicketEvent {
  subjectId!: string;

  @Field(() => Feedback, { description: 'The feedback in its current state.' })
  @ReadBy('subjectId')
  feedback!: Feedback;
}

@ObjectType({ implements: PortalEvent, description: 'A customer gave feedback on a ticket.' })
class FeedbackSubmitted extends FeedbackEvent {}

export const feedbackSubmitted = portalEvent(FeedbackSubmitted, {
  notification: { description: 'A customer gave feedback on a ticket.', byCustomer: [Audience.ADMINS] },
  email: ticketEmail({
    load: async (entityManager, { subjectId }) => {
      const feedback = await entityManager.findOneOrFail(FeedbackRow, subjectId!);
      return { feedback, agent: feedback.agentId && (await entityManager.findOneOrFail(UserRow, feedback.agentId)) };
    },
    body: ({ customer, feedback: { rating } }, { locale, t }) =>
      t('emails.feedbackSubmitted.body', {
        customer: customer.name,
        rating: rating.toLocaleString(languageTag(locale)),
        name: t(`feedback.rating.${rating as 1 | 2 | 3 | 4 | 5}`),
      }),
    details: ({ agent }, { t }) => (agent ? [[t('feedback.agent'), agent.name]] : []),
    quote: ({ feedback }) => feedback.comment,
    callToAction: 'emails.viewTicket',
  }),
});

@ObjectType({ implements: PortalEvent, description: 'A customer changed the feedback on a ticket.' })
class FeedbackUpdated extends FeedbackEvent {}

export const feedbackUpdated = portalEvent(FeedbackUpdated);

@ObjectType({
  implements: PortalEvent,
  description: 'The portal asks a customer for feedback, some time after a ticket was resolved or closed.',
})
class FeedbackRequested extends TicketEvent {}

export const feedbackRequested = portalEvent(FeedbackRequested, {
  notification: {
    description: 'The portal asks the customer for feedback on a ticket.',
    byPortal: [Audience.CUSTOMER],
  },
  email: ticketEmail({
    load: async (entityManager, { tenantId, ticketId }) => ({
      isAnswered: (await entityManager.count(FeedbackRow, { ticketId: ticketId! })) > 0,
      isEnabled: (await entityManager.findOneOrFail(Tenant, tenantId)).feedbackEnabled,
    }),
    isObsolete: ({ ticket, isAnswered, isEnabled }) =>
      !isSettled(ticket) || isAnswered || !isEnabled || ticket.feedbackDeclinedAt !== null,
    body: ({ ticket }, { t }) => t('emails.feedbackRequested.body', { title: ticket.title }),
    callToAction: 'emails.feedbackRequested.callToAction',
  }),
});
