import type { TicketFieldChoiceInput, TicketFieldKind } from '../gql/graphql';
import { byLanguage, toTexts, type LocalisedDraft } from '../locales/localised-draft';
import type { TicketField } from './useTicketFields';

export const fieldKinds = ['TEXT', 'NUMBER', 'CHOICE', 'DATE', 'YES_NO'] as const satisfies TicketFieldKind[];

export interface ChoiceDraft {
  /** Of what a list has; a new choice has no id yet. */
  key: string;
  id: string | null;
  names: LocalisedDraft;
}

/** A field while it is made or changed. */
export interface FieldDraft {
  kind: TicketFieldKind;
  internal: boolean;
  required: boolean;
  labels: LocalisedDraft;
  hints: LocalisedDraft;
  choices: ChoiceDraft[];
}

export const toChoices = (choices: readonly ChoiceDraft[]): TicketFieldChoiceInput[] =>
  choices.map(({ id, names }) => ({ id, names: toTexts(names) }));

export const draftOfChoice = ({ id, names }: TicketField['choices'][number]): ChoiceDraft => ({
  key: id,
  id,
  names: byLanguage(names),
});

export const newChoice = (): ChoiceDraft => ({ key: crypto.randomUUID(), id: null, names: {} });

/** A field as it is; an empty one where there is none. */
export const draftOf = (field: TicketField | null): FieldDraft => ({
  kind: field?.kind ?? 'TEXT',
  internal: field?.internal ?? false,
  required: field?.required ?? false,
  labels: byLanguage(field?.labels ?? []),
  hints: byLanguage(field?.hints ?? []),
  choices: field ? field.choices.filter(({ archived }) => !archived).map(draftOfChoice) : [newChoice(), newChoice()],
});
