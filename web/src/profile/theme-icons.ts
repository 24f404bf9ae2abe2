import type { Theme } from '../gql/graphql';

export const themeIcons: Record<Theme, string> = {
  SYSTEM: 'i-lucide-monitor',
  LIGHT: 'i-lucide-sun',
  DARK: 'i-lucide-moon',
};
