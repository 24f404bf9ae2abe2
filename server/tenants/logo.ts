import type { Logo } from './logo.contract.ts';
import type { LogoFile, Tenant } from './tenant.entity.ts';

/** The path of a logo, which changes with it. */
export const logoPath = (slug: string, { sha256 }: LogoFile): string => `/logos/${slug}/${sha256}.png`;

/** As everybody sees it. */
export const logoOf = ({ slug, logoFile }: Pick<Tenant, 'slug' | 'logoFile'>): Logo | null =>
  logoFile && { url: logoPath(slug, logoFile), width: logoFile.width, height: logoFile.height };
