import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { declareKeyRules } from './access/key-rules.ts';
import { AccountLinkResolver } from './account-links/account-link.resolver.ts';
import { ApiKeyResolver } from './api-keys/api-key.resolver.ts';
import { AttachmentResolver } from './attachments/attachment.resolver.ts';
import { CallRequestResolver } from './call-requests/call-request.resolver.ts';
import { CategoryResolver } from './categories/category.resolver.ts';
import { CustomerNoteResolver } from './customer-notes/customer-note.resolver.ts';
import { CustomerResolver } from './customers/customer.resolver.ts';
import { DomainResolver } from './domains/domain.resolver.ts';
import { FeedbackResolver } from './feedback/feedback.resolver.ts';
import { HistoryResolver } from './history/history.resolver.ts';
import { ArticleResolver } from './knowledge-base/article.resolver.ts';
import { MessageResolver } from './messages/message.resolver.ts';
import { NotificationResolver } from './notifications/notification.resolver.ts';
import { PasskeyResolver } from './passkeys/passkey.resolver.ts';
import { PasswordResolver } from './passwords/password.resolver.ts';
import { ProfileResolver } from './profile/profile.resolver.ts';
import { SecondFactorResolver } from './second-factor/second-factor.resolver.ts';
import { SessionResolver } from './sessions/session.resolver.ts';
import { SetupResolver } from './setup/setup.resolver.ts';
import { SignInCodeResolver } from './sign-in-codes/sign-in-code.resolver.ts';
import { SignInSettingsResolver } from './sign-in-settings/sign-in-settings.resolver.ts';
import { SignUpResolver } from './sign-up/sign-up.resolver.ts';
import { SingleSignOnResolver } from './single-sign-on/single-sign-on.resolver.ts';
import { StaffResolver } from './staff/staff.resolver.ts';
import { TeamResolver } from './teams/team.resolver.ts';
import { TenantResolver } from './tenants/tenant.resolver.ts';
import { TicketFieldResolver } from './ticket-fields/ticket-field.resolver.ts';
import { TicketResolver } from './tickets/ticket.resolver.ts';
import { UserResolver } from './users/user.resolver.ts';
import { eventTypes } from './events.ts';
import { EventResolver } from './events/event.resolver.ts';
import { connectReads, readsOf } from './reads/schema.ts';
import { allReads } from './reads.ts';
import { validateInput } from './graphql/input.ts';

const unused = () => {
  throw new Error('Subscriptions read the event table, not a PubSub');
};

/** The library asks for one wherever there is a subscription. */
const noPubSub = { publish: unused, subscribe: unused };

/** The whole API, made from the resolvers. */
export function makeSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      TenantResolver,
      DomainResolver,
      UserResolver,
      StaffResolver,
      ApiKeyResolver,
      TeamResolver,
      SetupResolver,
      ProfileResolver,
      SecondFactorResolver,
      SessionResolver,
      PasswordResolver,
      PasskeyResolver,
      AccountLinkResolver,
      SignInCodeResolver,
      SignInSettingsResolver,
      SignUpResolver,
      SingleSignOnResolver,
      CustomerResolver,
      CustomerNoteResolver,
      CategoryResolver,
      TicketResolver,
      TicketFieldResolver,
      MessageResolver,
      AttachmentResolver,
      FeedbackResolver,
      NotificationResolver,
      ArticleResolver,
      CallRequestResolver,
      HistoryResolver,
      EventResolver,
    ],
    orphanedTypes: eventTypes,
    pubSub: noPubSub,
    validateFn: validateInput,
  });
  describeRoots(schema);
  connectReads(schema, allReads);
  declareKeyRules(schema, (type) => readsOf(type)?.type === type.name);
  return schema;
}

/** TypeGraphQL has no option for the descriptions of the root types. */
function describeRoots(schema: GraphQLSchema): void {
  schema.getQueryType()!.description =
    'Everything that can be read. All fields of one request are of the same snapshot. Without an access token, single objects are null and lists fail with UNAUTHENTICATED. Arguments out of range fail with BAD_USER_INPUT, and operations that cost more than 10,000 rows with TOO_EXPENSIVE.';
  schema.getMutationType()!.description =
    'Everything that can be changed. Each mutation is one transaction; expected failures are in `userErrors`, and then nothing was written. A text that is empty, too long or not valid is REQUIRED, TOO_LONG or INVALID on its field. Without an access token, a mutation fails with UNAUTHENTICATED, or with NOT_FOUND for an object that it names.';
  schema.getSubscriptionType()!.description = 'Everything that can be subscribed to, over graphql-transport-ws.';
}
