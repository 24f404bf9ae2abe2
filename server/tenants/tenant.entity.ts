import { OptionalProps, type Opt } from '@mikro-orm/postgresql';
import { Check, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { locales, type Locale } from '#shared/locale.ts';
import { ScopedEntity } from '../access/scope.ts';
import type { MutedMails } from '../notifications/muted-mails.ts';
import type { LegalNoteText } from '#shared/legal-notes.ts';
import { Keys } from '../access/key-rules.ts';
import { Logo } from './logo.contract.ts';
import { LegalNote } from './legal-notes.contract.ts';
import type { SignInMethod } from '../sessions/sign-in-method.ts';
import { usualSignInMethods } from '../sign-in-settings/sign-in-methods.ts';
import { SignUpMode } from '../sign-up/sign-up-mode.ts';
import { FeedbackAfter } from './feedback-after.ts';
import { OpeningHours } from '../opening-hours/opening-hours.contract.ts';

/** Where a logo is, and what is known of it. */
export interface LogoFile {
  /** Of the storage. */
  key: string;
  /** Of its bytes, in hexadecimal digits. */
  sha256: string;
  /** Pixels. */
  width: number;
  height: number;
}

@Keys('any')
@ObjectType({
  simpleResolvers: true,
  description: 'An organisation that offers support through the portal. Tenants never see each other.',
})
@ScopedEntity('tenants', { tableName: 'tenant' })
@Check({ name: 'tenant_accent_color_check', expression: `accent_color ~ '^#[0-9a-f]{6}$'` })
@Check({ name: 'tenant_legal_notes_check', expression: `jsonb_typeof(legal_notes) = 'array'` })
@Check({ name: 'tenant_logo_file_check', expression: `jsonb_typeof(logo_file) = 'object'` })
@Check({ name: 'tenant_feedback_delay_check', expression: 'feedback_delay_hours between 0 and 720' })
@Check({ name: 'tenant_locales_check', expression: 'default_locale = any(locales)' })
export class Tenant {
  // `Opt` would hide that they are of enums
  [OptionalProps]?: 'feedbackAfter' | 'signUpMode';

  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String, {
    description: 'Short name in addresses and at sign-in: lower-case letters, digits and hyphens.',
  })
  @Property({ type: 'text', unique: true })
  slug!: string;

  @Field(() => String, { description: 'Display name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The colour of links, buttons and marks that the tenant has chosen, such as `#0f766e`; null for that of the portal. The portal and its emails make it darker or lighter where text would be hard to read.',
  })
  @Property({ type: 'text', nullable: true })
  accentColor: Opt<string> | null = null;

  @Field(() => [String], {
    description: 'The languages the portal is offered in, such as `en` and `bn`, in alphabetical order.',
  })
  @Property({ type: 'array', columnType: 'text[]', default: [...locales].toSorted() })
  locales: Opt<Locale[]> = [...locales].toSorted();

  @Field(() => String, {
    description:
      'One of `locales`: the language of the portal for whoever has chosen none and whose browser asks for none of them.',
  })
  @Property({ type: 'text', default: 'en' })
  defaultLocale: Opt<Locale> = 'en';

  @Field(() => [LegalNote], {
    description: 'What it has to say of itself at the end of pages and emails: at most one note for each language.',
    complexity: 1,
  })
  @Property({ type: 'json', defaultRaw: `'[]'` })
  legalNotes: Opt<LegalNoteText[]> = [];

  @Field(() => Boolean, {
    description:
      'Whether customers are asked for feedback; what they gave before stays, and can be changed for its day.',
  })
  @Property({ type: 'boolean', default: true })
  feedbackEnabled: Opt<boolean> = true;

  /** After what customers are asked for it. */
  @Enum({ items: () => FeedbackAfter, default: FeedbackAfter.RESOLVED })
  feedbackAfter: FeedbackAfter = FeedbackAfter.RESOLVED;

  /** How much later. */
  @Property({ type: 'smallint', default: 0 })
  feedbackDelayHours: Opt<number> = 0;

  /** By role, the kinds of notification that come by mail only to those who have chosen so. */
  @Property({ type: 'json', defaultRaw: `'{}'` })
  mutedMails: Opt<MutedMails> = {};

  @Field(() => SignUpMode, { description: 'How customers get an account: whether they can sign up by themselves.' })
  @Enum({ items: () => SignUpMode, default: SignUpMode.INVITATION })
  signUpMode: SignUpMode = SignUpMode.INVITATION;

  /** At which email addresses must be where `signUpMode` is DOMAINS, each without its subdomains. Only admins see them: they name customers. */
  @Property({ type: 'array', columnType: 'text[]', default: [] })
  signUpDomains: Opt<string[]> = [];

  /** How people of each role may sign in. */
  @Property({ type: 'array', columnType: 'text[]', default: usualSignInMethods })
  customerSignInMethods: Opt<SignInMethod[]> = usualSignInMethods;

  @Property({ type: 'array', columnType: 'text[]', default: usualSignInMethods })
  agentSignInMethods: Opt<SignInMethod[]> = usualSignInMethods;

  @Property({ type: 'array', columnType: 'text[]', default: usualSignInMethods })
  adminSignInMethods: Opt<SignInMethod[]> = usualSignInMethods;

  /** Whether staff must have a second factor. */
  @Property({ type: 'boolean', default: false })
  secondFactorDemanded: Opt<boolean> = false;

  /** In whose name mails are sent; null for the name of the tenant. */
  @Property({ type: 'text', nullable: true })
  mailSenderName: Opt<string> | null = null;

  /** Where replies to mails go; null for nowhere. */
  @Property({ type: 'text', nullable: true })
  mailReplyTo: Opt<string> | null = null;

  /** The tenant's own host name, when it has one. */
  @Property({ type: 'text', nullable: true, unique: true })
  domain: string | null = null;

  /** Made by the demo seeder, with passwords everybody knows: production refuses to start over it. */
  @Property({ type: 'boolean', default: false })
  demo: boolean = false;

  /** Since when nobody can sign in. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  suspendedAt: Date | null = null;

  @Property({ type: 'datetime', length: 3 })
  createdAt!: Date;

  /** The picture that is its logo, as it is stored. */
  @Property({ type: 'json', nullable: true })
  logoFile: Opt<LogoFile> | null = null;

  @Field(() => Logo, {
    nullable: true,
    description: 'Its logo; null where it has none, and the portal shows its own mark.',
  })
  readonly logo?: Logo | null;

  // read from its own table
  @Field(() => OpeningHours, { description: 'When the tenant answers the telephone, and how calls are booked.' })
  readonly openingHours?: OpeningHours;
}
