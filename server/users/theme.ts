import { registerEnumType } from 'type-graphql';

export enum Theme {
  SYSTEM = 'SYSTEM',
  LIGHT = 'LIGHT',
  DARK = 'DARK',
}

registerEnumType(Theme, {
  name: 'Theme',
  description: 'Colour theme of the portal.',
  valuesConfig: {
    SYSTEM: { description: 'Follows the device.' },
    LIGHT: { description: 'Always light.' },
    DARK: { description: 'Always dark.' },
  },
});
