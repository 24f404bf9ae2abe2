import type { TicketFieldKind, TicketFieldValueFieldsFragment, TicketFieldValueInput } from '../gql/graphql';
import type { TicketField } from './useTicketFields';

/** What was typed or chosen for each field, by its id; empty for nothing. */
export type Answers = Record<string, string>;

const propertyOf = {
  TEXT: 'text',
  NUMBER: 'number',
  CHOICE: 'choiceId',
  DATE: 'date',
  YES_NO: 'yesNo',
} as const satisfies Record<TicketFieldKind, keyof TicketFieldValueInput>;

/** What a ticket has, as it would have been answered. */
export const answersOf = (values: readonly TicketFieldValueFieldsFragment[]): Answers =>
  Object.fromEntries(
    values.map(({ fieldId, text, number, choiceId, date, yesNo }) => [
      fieldId,
      String(text ?? number ?? choiceId ?? date ?? yesNo),
    ]),
  );

/** The answers to these fields, as they are sent. */
export const toValues = (fields: readonly TicketField[], answers: Answers): TicketFieldValueInput[] =>
  fields.map(({ id: fieldId, kind }) => ({ fieldId, [propertyOf[kind]]: toValue(kind, answers[fieldId]) }));

function toValue(kind: TicketFieldKind, answer: string | undefined): string | number | boolean | null {
  if (!answer) return null;
  if (kind === 'NUMBER') return Number(answer);
  return kind === 'YES_NO' ? answer === 'true' : answer;
}

/** The errors of the fields that were sent, by the id of each field, and their paths. */
export function errorsOfValues(sent: readonly TicketField[], errorOf: (path: string) => string | undefined) {
  const paths = sent.flatMap(({ id, kind }, index) =>
    [propertyOf[kind], 'fieldId'].map((property) => ({ id, path: `input.fields.${index}.${property}` })),
  );
  const errors = paths.map(({ id, path }) => [id, errorOf(path)] as const).filter(([, error]) => error);
  return { errors: Object.fromEntries(errors) as Record<string, string>, paths: paths.map(({ path }) => path) };
}
