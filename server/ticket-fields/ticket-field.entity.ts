import { DecimalType, type Opt } from '@mikro-orm/postgresql';
import { Check, Enum, Index, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';
import type { LocalisedText } from '#shared/localised-text.ts';
import { ScopedEntity } from '../access/scope.ts';

export enum TicketFieldKind {
  TEXT = 'TEXT',
  NUMBER = 'NUMBER',
  CHOICE = 'CHOICE',
  DATE = 'DATE',
  YES_NO = 'YES_NO',
}

registerEnumType(TicketFieldKind, {
  name: 'TicketFieldKind',
  description: 'What values a field has, and which property of a value has it.',
  valuesConfig: {
    TEXT: { description: 'One line of text, in `text`.' },
    NUMBER: { description: 'A number, in `number`.' },
    CHOICE: { description: 'One of the choices of the field, in `choiceId` and `choice`.' },
    DATE: { description: 'A date without a time, in `date`.' },
    YES_NO: { description: 'Yes or no, in `yesNo`.' },
  },
});

/** One of the choices of a field, as it is stored with the field. */
export interface TicketFieldOption {
  id: string;
  names: LocalisedText[];
  archived: boolean;
}

/** What a tenant asks of its tickets beside what every ticket has. */
@ScopedEntity('internals', { tableName: 'ticket_field' })
@Unique({ properties: ['id', 'tenantId', 'kind', 'internal'] })
@Index({ properties: ['tenantId', 'position', 'id'] })
@Check({ name: 'ticket_field_choices_check', expression: `json_typeof(choices) = 'array'` })
export class TicketFieldRow {
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  /** Never changed, and neither is `internal`: values have both in their foreign key. */
  @Enum({ items: () => TicketFieldKind })
  kind!: TicketFieldKind;

  @Property({ type: 'boolean' })
  internal!: boolean;

  @Property({ type: 'boolean' })
  required!: boolean;

  @Property({ type: 'boolean', default: false })
  archived: Opt<boolean> = false;

  @Property({ type: 'smallint' })
  position!: number;

  /** Not `jsonb`, which has an order of its own for what is in an object: then everything seems to change. */
  @Property({ type: 'json', columnType: 'json' })
  labels!: LocalisedText[];

  @Property({ type: 'json', columnType: 'json' })
  hints!: LocalisedText[];

  @Property({ type: 'json', columnType: 'json' })
  choices!: TicketFieldOption[];
}

const indexOf = (column: string) => ({
  name: `ticket_field_value_${column}_index`,
  expression: `create index ticket_field_value_${column}_index on ticket_field_value (field_id, ${column}) where ${column} is not null`,
});

/** What a ticket has in a field: in the column of the kind of the field, and in no other. */
@ScopedEntity('ticketFieldValues', { tableName: 'ticket_field_value' })
@Index(indexOf('text_key'))
@Index(indexOf('number_key'))
@Index(indexOf('choice_id'))
@Index(indexOf('date'))
@Index(indexOf('yes_no'))
@Check({
  name: 'ticket_field_value_kind_check',
  expression:
    `num_nonnulls(text, number, choice_id, date, yes_no) = 1 and case kind when 'TEXT' then text is not null ` +
    `when 'NUMBER' then number is not null when 'CHOICE' then choice_id is not null ` +
    `when 'DATE' then date is not null else yes_no is not null end`,
})
export class TicketFieldValueRow {
  @PrimaryKey({ type: 'uuid' })
  ticketId!: string;

  @PrimaryKey({ type: 'uuid' })
  fieldId!: string;

  @Property({ type: 'uuid' })
  tenantId!: string;

  @Property({ type: 'uuid' })
  customerId!: string;

  /** As the field has it. */
  @Property({ type: 'text' })
  kind!: TicketFieldKind;

  /** As the field has it. */
  @Property({ type: 'boolean' })
  internal!: boolean;

  @Property({ type: 'text', nullable: true })
  text: string | null = null;

  /** A text in any case, and short enough for an index. */
  @Property({ type: 'text', nullable: true, generated: '(md5(lower(text))) stored' })
  textKey!: Opt<string | null>;

  @Property({ type: new DecimalType('number'), precision: 15, scale: 3, nullable: true })
  number: number | null = null;

  /** Thousandths: row level security lets no index compare numbers of the type `numeric`. */
  @Property({ type: 'bigint', nullable: true, generated: '((number * 1000)::bigint) stored' })
  numberKey!: Opt<string | null>;

  /** The id of one of the choices of the field, which are never deleted. */
  @Property({ type: 'uuid', nullable: true })
  choiceId: string | null = null;

  @Property({ type: 'date', nullable: true })
  date: string | null = null;

  @Property({ type: 'boolean', nullable: true })
  yesNo: boolean | null = null;
}
