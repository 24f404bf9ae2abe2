import { registerEnumType } from 'type-graphql';

export enum AuthorKind {
  PERSON = 'PERSON',
  API_KEY = 'API_KEY',
}

registerEnumType(AuthorKind, {
  name: 'AuthorKind',
  description: 'What an author is. New kinds may be added.',
  valuesConfig: {
    PERSON: { description: 'Somebody who signs in.' },
    API_KEY: { description: 'A program with an API key, whose name says what it is for.' },
  },
});
