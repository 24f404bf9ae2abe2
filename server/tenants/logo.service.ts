import { buffer } from 'node:stream/consumers';
import type Upload from 'graphql-upload/Upload.mjs';
import { v7 as uuid } from 'uuid';
import { sanitizeFileName } from '#shared/file-name.ts';
import { storeObject } from '../attachments/attachment.service.ts';
import { inspectUpload, rethrowBroken } from '../attachments/inspect-upload.ts';
import type { RequestContext } from '../context.ts';
import { logoLimits } from './logo.policy.ts';
import { changeOrganisation } from './organisation.service.ts';
import type { LogoFile } from './tenant.entity.ts';

/** Makes a picture the logo of the viewer's organisation. Admins only; fails with what is wrong with the file. */
export async function uploadLogo(context: RequestContext, upload: Upload) {
  const { tenantId } = context.asAdmin('change the organisation');
  const file = await upload.promise.catch(rethrowBroken);
  const { name, content } = await inspectUpload(file, sanitizeFileName(file.filename), logoLimits);
  // pictures are rare here, and what makes them takes memory
  const { makeLogo } = await import('./make-logo.ts');
  const made = await makeLogo(await buffer(content.open()), name);
  const key = `${tenantId}/${uuid()}`;
  return storeObject(context.portal, key, made.content, () => setLogo(context, { key, ...made.logo }));
}

/** Gives the viewer's organisation the mark of the portal again. Admins only. */
export const removeLogo = (context: RequestContext) => setLogo(context, null);

/** The former one is removed by the job that looks for objects nothing refers to. */
const setLogo = (context: RequestContext, logoFile: LogoFile | null) =>
  changeOrganisation(context, (tenant) => void (tenant.logoFile = logoFile));
