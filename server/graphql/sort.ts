import { registerEnumType } from 'type-graphql';

export enum SortDirection {
  ASCENDING = 'ASCENDING',
  DESCENDING = 'DESCENDING',
}

registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Sort direction.',
  valuesConfig: {
    ASCENDING: { description: 'Oldest, lowest or least urgent first.' },
    DESCENDING: { description: 'Newest, highest or most urgent first.' },
  },
});
