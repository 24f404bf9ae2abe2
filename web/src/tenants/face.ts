import { accentIn } from '#shared/accent.ts';
import type { TenantFaceFragment } from '../gql/graphql';
import { languages, offerLanguages } from '../locales/language';

type Face = Pick<TenantFaceFragment, 'accentColor' | 'locales'>;

/** Gives the portal the colour of a tenant, and offers its languages; null for its own. */
export function showFace(face: Face | null): void {
  const { style } = document.documentElement;
  for (const theme of ['light', 'dark'] as const) {
    if (face?.accentColor) style.setProperty(`--accent-${theme}`, accentIn(face.accentColor, theme));
    else style.removeProperty(`--accent-${theme}`);
  }
  offerLanguages(face?.locales ?? languages);
}
