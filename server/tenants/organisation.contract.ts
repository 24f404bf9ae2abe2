import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { textLimits } from '#shared/limits.ts';
import { locales } from '#shared/locale.ts';
import { Keys } from '../access/key-rules.ts';
import { Rule } from '../graphql/input.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { FeedbackAfter, longestFeedbackDelay } from './feedback-after.ts';
import { LegalNote, LegalNoteInput } from './legal-notes.contract.ts';
import { Logo } from './logo.contract.ts';

const offered = locales.map((locale) => `\`${locale}\``).join(', ');

@Keys('settings:read')
@ObjectType({
  simpleResolvers: true,
  description: 'What admins choose of the face of their organisation. What everybody may know of it is in `Tenant`.',
})
export class Organisation {
  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The colour that was chosen, such as `#0f766e`; null for that of the portal.',
  })
  accentColor!: string | null;

  @Field(() => Logo, { nullable: true, description: 'Its logo; null for the mark of the portal.' })
  logo!: Logo | null;

  @Field(() => [String], { description: 'The languages the portal is offered in, in alphabetical order.' })
  locales!: string[];

  @Field(() => String, { description: 'The language of whoever has chosen none: one of `locales`.' })
  defaultLocale!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name in which emails are sent; null for the name of the organisation.',
  })
  mailSenderName!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The email address that replies to emails go to; null where nobody reads them, as emails then say.',
  })
  mailReplyTo!: string | null;

  @Field(() => [LegalNote], { description: 'What the end of pages and emails says, by language.', complexity: 1 })
  legalNotes!: LegalNote[];

  @Field(() => Boolean, { description: 'Whether customers are asked for feedback.' })
  feedbackEnabled!: boolean;

  @Field(() => FeedbackAfter, { description: 'After what customers are asked for feedback.' })
  feedbackAfter!: FeedbackAfter;

  @Field(() => Int, { description: 'How many hours later they are asked; 0 for at once.' })
  feedbackDelayHours!: number;
}

@InputType({ description: 'Changes to the face of the organisation; omitted fields stay unchanged.' })
export class OrganisationUpdateInput {
  @Field(() => String, {
    nullable: true,
    description: `Its name, one line, ${lengthRule(textLimits.name, 1)}. Null for no change.`,
  })
  @Text({ maximum: textLimits.name })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The colour of links, buttons and marks: `#` and three or six hexadecimal digits, such as `#0f766e`; null or empty for that of the portal. Every colour is taken: where text would be hard to read, the portal shows it darker or lighter.',
  })
  accentColor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The name in which emails are sent, one line, ${lengthRule(textLimits.name)}; null or empty for the name of the organisation.`,
  })
  @Text({ maximum: textLimits.name, optional: true })
  mailSenderName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The email address that replies go to, ${lengthRule(textLimits.address)}; null or empty for none.`,
  })
  @Text({ maximum: textLimits.address, optional: true })
  mailReplyTo?: string | null;

  @Field(() => [LegalNoteInput], {
    nullable: true,
    description:
      'What the end of pages and emails says, as a whole: at most one note for each language. Readers of other languages get that of `defaultLocale`. Null for no change.',
  })
  legalNotes?: LegalNoteInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether customers are asked for feedback. Null for no change.',
  })
  feedbackEnabled?: boolean | null;

  @Field(() => FeedbackAfter, {
    nullable: true,
    description:
      'After what customers are asked for feedback. Holds for tickets that are resolved or closed from then on. Null for no change.',
  })
  feedbackAfter?: FeedbackAfter | null;

  @Field(() => Int, {
    nullable: true,
    description: `How many hours later they are asked, 0 to ${longestFeedbackDelay}; 0 for at once. A ticket that is reopened meanwhile is not asked about. Null for no change.`,
  })
  @Rule((field) =>
    z.number().refine((hours) => hours >= 0 && hours <= longestFeedbackDelay, {
      error: `${field} must be between 0 and ${longestFeedbackDelay}.`,
    }),
  )
  feedbackDelayHours?: number | null;

  @Field(() => [String], {
    nullable: true,
    description: `The languages offered, of ${offered}: at least one, and \`defaultLocale\` among them. Null for no change.`,
  })
  locales?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The language of whoever has chosen none: one of the offered ones. Null for no change.',
  })
  @Text({ maximum: textLimits.locale })
  defaultLocale?: string | null;
}

@ObjectType({ simpleResolvers: true })
abstract class OrganisationPayload extends Payload {
  @Field(() => Organisation, {
    nullable: true,
    description: 'The organisation after the change; null when there are user errors.',
  })
  organisation?: Organisation | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `organisationUpdate`.' })
export class OrganisationUpdatePayload extends OrganisationPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `organisationLogoUpload`.' })
export class OrganisationLogoUploadPayload extends OrganisationPayload {}

@ObjectType({ simpleResolvers: true, description: 'Result of `organisationLogoRemove`.' })
export class OrganisationLogoRemovePayload extends OrganisationPayload {}
