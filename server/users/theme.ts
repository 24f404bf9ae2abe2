import { registerEnumType } from 'type-graphql';

export enum Theme {
  SYSTEM = 'SYSTEM',
  LIGHT = 'LIGHT',
  DARK = 'DARK',
}

registerEnumType(Theme, {
  name: 'Theme',
  description: 'The colours somebody wants to see the portal in.',
  valuesConfig: {
    SYSTEM: { description: 'As the device has it.' },
    LIGHT: { description: 'Always light.' },
    DARK: { description: 'Always dark.' },
  },
});
