import { Field, Float, ID, InputType, ObjectType, ArgsType } from 'type-graphql';
import { textLimits, ticketFieldLimits, ticketFieldNumber } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { LocalisedText, LocalisedTextInput, localisedRule } from '../locales/localised-text.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { TicketFieldKind } from './ticket-field.entity.ts';

const { active, all, choices, allChoices } = ticketFieldLimits;
const numberRule = `a number from -${ticketFieldNumber.most.toLocaleString('en', { maximumFractionDigits: 3 })} to as much above zero, with at most ${ticketFieldNumber.decimals} decimals, which is kept exactly`;
const dateRule = 'A calendar date such as `2026-12-16`, from the year 1000 to 9999; it has no time zone';

@ObjectType({ simpleResolvers: true, description: 'One of the choices of a field.' })
export class TicketFieldChoice {
  @Field(() => ID, { description: 'UUID of the choice.' })
  id!: string;

  @Field(() => [LocalisedText], { description: `What it is called, ${localisedRule}.`, complexity: 0 })
  names!: LocalisedText[];

  @Field(() => Boolean, { description: 'Whether it is not offered any more. Tickets that have it keep it.' })
  archived!: boolean;
}

@Keys('tickets:read')
@ObjectType({
  simpleResolvers: true,
  description: `A field that admins have added to the tickets of their tenant: at most ${active} that are not archived, and ${all} in all.`,
})
export class TicketField {
  @Field(() => ID, { description: 'UUID of the field.' })
  id!: string;

  @Field(() => TicketFieldKind, { description: 'What values it has. It never changes.' })
  kind!: TicketFieldKind;

  @Field(() => Boolean, {
    description:
      'Whether it is for staff only: customers see neither the field nor its values anywhere. Of the others they are asked when they open a ticket. It never changes.',
  })
  internal!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether customers must give a value when they open a ticket, unless it is internal. Staff who open a ticket may leave it open, since they may not know it yet; nobody can take away a value that is there.',
  })
  required!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it is not asked any more. Tickets keep the values they have, which cannot be changed.',
  })
  archived!: boolean;

  @Field(() => [LocalisedText], { description: `What it is called, ${localisedRule}.`, complexity: 1 })
  labels!: LocalisedText[];

  @Field(() => [LocalisedText], {
    description: `A sentence that helps to answer, ${localisedRule}; empty for none.`,
    complexity: 1,
  })
  hints!: LocalisedText[];

  @Field(() => [TicketFieldChoice], {
    description: `The choices of a field of the kind CHOICE in the order in which they are offered, archived ones last; empty for other kinds. At most ${choices} that are not archived, and ${allChoices} in all.`,
    complexity: 1,
  })
  choices!: TicketFieldChoice[];
}

export const TicketFieldConnection = connectionType('TicketField', () => TicketField);

@Keys('tickets:read')
@ObjectType({
  simpleResolvers: true,
  description:
    'What a ticket has in a field: in the property of the kind of the field; the others are null. A field without a value is left out.',
})
export class TicketFieldValue {
  @Field(() => ID, { description: 'UUID of the field.' })
  fieldId!: string;

  @Field(() => TicketField, { description: 'The field, which may be archived.' })
  field!: TicketField;

  @Field(() => String, { nullable: true, description: 'The value of a field of the kind TEXT.' })
  text!: string | null;

  @Field(() => Float, { nullable: true, description: `The value of a field of the kind NUMBER: ${numberRule}.` })
  number!: number | null;

  @Field(() => ID, { nullable: true, description: 'The value of a field of the kind CHOICE: the UUID of the choice.' })
  choiceId!: string | null;

  @Field(() => TicketFieldChoice, { nullable: true, description: 'That choice, which may be archived.' })
  choice!: TicketFieldChoice | null;

  @Field(() => String, { nullable: true, description: `The value of a field of the kind DATE. ${dateRule}.` })
  date!: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The value of a field of the kind YES_NO.' })
  yesNo!: boolean | null;
}

@InputType({ description: 'Criteria for fields of tickets. All that are given must be met.' })
export class TicketFieldFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only archived ones, or only those that are not: what is asked now. Either when omitted.',
  })
  archived?: boolean | null;
}

@ArgsType()
export class TicketFieldsArgs extends PageArgs {
  @Field(() => TicketFieldFilter, {
    nullable: true,
    description: 'Which fields; all that the viewer can see when omitted.',
  })
  filter?: TicketFieldFilter | null;
}

@InputType({
  description:
    'What a ticket is to have in a field: the property of the kind of the field, which takes the value away where it is null, blank or omitted. Another property is INVALID.',
})
export class TicketFieldValueInput {
  @Field(() => ID, {
    description:
      'UUID of the field: NOT_FOUND where there is none for the viewer, WRONG_STATE for an archived one, INVALID for one that is given twice.',
  })
  fieldId!: string;

  @Field(() => String, {
    nullable: true,
    description: `For the kind TEXT: one line of ${lengthRule(textLimits.ticketFieldText)}.`,
  })
  text?: string | null;

  @Field(() => Float, { nullable: true, description: `For the kind NUMBER: ${numberRule}, otherwise INVALID.` })
  number?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'For the kind CHOICE: the UUID of one of its choices, NOT_FOUND for another. WRONG_STATE for an archived one, unless the ticket has it.',
  })
  choiceId?: string | null;

  @Field(() => String, { nullable: true, description: `For the kind DATE. ${dateRule}. INVALID for anything else.` })
  date?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'For the kind YES_NO.' })
  yesNo?: boolean | null;
}

/** What `ticketCreate` says of its values. */
export const givenFieldsDescription = `Values of the fields that admins have added (\`ticketFields\`), each field once. Customers must give those that are required and not internal: REQUIRED on the value, or on \`input.fields\` where it is left out. At most ${all}, otherwise TOO_MANY.`;

/** What `ticketUpdate` says of its values. */
export const changedFieldsDescription = `New values of fields that admins have added (\`ticketFields\`), each field once; fields that are left out stay as they are. REQUIRED on the value where one is taken away that is required. At most ${all}, otherwise TOO_MANY.`;

@InputType({ description: 'A range of numbers.' })
class NumberRangeInput {
  @Field(() => Float, { nullable: true, description: 'This number or a larger one.' })
  from?: number | null;

  @Field(() => Float, { nullable: true, description: 'Less than this number.' })
  before?: number | null;
}

@InputType({ description: 'A range of calendar dates, such as `2026-12-16`; BAD_USER_INPUT for anything else.' })
class DateRangeInput {
  @Field(() => String, { nullable: true, description: 'On this date or later.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'Before this date.' })
  before?: string | null;
}

@InputType({
  description:
    'Tickets that have a value in a field, of which all that is given is true. What is not of the kind of the field finds nothing.',
})
export class TicketFieldValueFilter {
  @Field(() => ID, { description: 'UUID of the field; nothing is found for one that does not exist for this viewer.' })
  fieldId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Exactly this text, in upper or lower case; any when blank or omitted.',
  })
  text?: string | null;

  @Field(() => NumberRangeInput, { nullable: true, description: 'A number in this range.' })
  number?: NumberRangeInput | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'UUIDs of choices, one of which it is; any when empty or omitted.',
  })
  choiceId?: string[] | null;

  @Field(() => DateRangeInput, { nullable: true, description: 'A date in this range.' })
  date?: DateRangeInput | null;

  @Field(() => Boolean, { nullable: true, description: 'Yes, or no; either when omitted.' })
  yesNo?: boolean | null;
}

@InputType({ description: 'One of the choices of a field.' })
export class TicketFieldChoiceInput {
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of a choice that there is, NOT_FOUND for another; omitted for a new one.',
  })
  id?: string | null;

  @Field(() => [LocalisedTextInput], {
    description: `What it is called in each language, ${lengthRule(textLimits.ticketFieldChoice)}; REQUIRED in that of \`Tenant.defaultLocale\`.`,
  })
  names!: LocalisedTextInput[];
}

const labelsRule = `What it is called in each language, ${lengthRule(textLimits.ticketFieldLabel)}; REQUIRED in that of \`Tenant.defaultLocale\`.`;
const hintsRule = `A sentence that helps to answer in each language, ${lengthRule(textLimits.ticketFieldHint)}.`;

@InputType({ description: 'A new field.' })
export class TicketFieldCreateInput {
  @Field(() => TicketFieldKind, { description: 'What values it has. It cannot be changed later.' })
  kind!: TicketFieldKind;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether it is for staff only; otherwise customers are asked as well. It cannot be changed later.',
  })
  internal: boolean = false;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a value must be given, as `TicketField` says.' })
  required: boolean = false;

  @Field(() => [LocalisedTextInput], { description: labelsRule })
  labels!: LocalisedTextInput[];

  @Field(() => [LocalisedTextInput], { nullable: true, description: `${hintsRule} None when omitted.` })
  hints?: LocalisedTextInput[] | null;

  @Field(() => [TicketFieldChoiceInput], {
    nullable: true,
    description: `For the kind CHOICE, and otherwise INVALID: its choices in order, REQUIRED. At most ${choices}, otherwise TOO_MANY.`,
  })
  choices?: TicketFieldChoiceInput[] | null;
}

@InputType({ description: 'Changes to a field; what is omitted or null stays as it is.' })
export class TicketFieldUpdateInput {
  @Field(() => Boolean, { nullable: true, description: 'Whether a value must be given from now on.' })
  required?: boolean | null;

  @Field(() => [LocalisedTextInput], { nullable: true, description: `${labelsRule} All of them as a whole.` })
  labels?: LocalisedTextInput[] | null;

  @Field(() => [LocalisedTextInput], { nullable: true, description: `${hintsRule} All of them as a whole.` })
  hints?: LocalisedTextInput[] | null;

  @Field(() => [TicketFieldChoiceInput], {
    nullable: true,
    description: `All choices that are offered from now on, in order: those with an \`id\` are changed, those without are new, and those that are left out are archived. A choice comes back when it is given again. At most ${choices}, and ${allChoices} with those that are archived, otherwise TOO_MANY. INVALID for another kind than CHOICE.`,
  })
  choices?: TicketFieldChoiceInput[] | null;
}

@ObjectType({ simpleResolvers: true })
abstract class TicketFieldPayload extends Payload {
  fieldId?: string;

  @Field(() => TicketField, {
    nullable: true,
    description: 'The field after the change; null when there are user errors.',
  })
  @ReadBy('fieldId')
  ticketField?: TicketField | null;
}

@ObjectType({ description: 'Result of `ticketFieldCreate`.' })
export class TicketFieldCreatePayload extends TicketFieldPayload {}

@ObjectType({ description: 'Result of `ticketFieldUpdate`.' })
export class TicketFieldUpdatePayload extends TicketFieldPayload {}

@ObjectType({ description: 'Result of `ticketFieldArchive`.' })
export class TicketFieldArchivePayload extends TicketFieldPayload {}

@ObjectType({ description: 'Result of `ticketFieldRestore`.' })
export class TicketFieldRestorePayload extends TicketFieldPayload {}

@ObjectType({ description: 'Result of `ticketFieldsReorder`.' })
export class TicketFieldsReorderPayload extends Payload {}
