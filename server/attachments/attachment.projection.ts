import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../context.ts';
import { column, computed, type Projection } from '../reads/projection.ts';
import type { Attachment } from './attachment.contract.ts';
import type { AttachmentRow } from './attachment.entity.ts';
import { makeDownloadLink } from './download-link.ts';
import { isPicture } from './file-type.ts';

export const attachmentProjection: Projection = {
  type: 'Attachment',
  table: 'attachment',
  scope: 'customer',
  order: {
    name: 'Attachment',
    keys: [
      { sql: (attachment) => `${attachment}.position`, type: 'integer' },
      { sql: (attachment) => `${attachment}.id`, type: 'uuid' },
    ],
    descending: false,
  },
  fields: {
    id: column('id'),
    name: column('name'),
    size: column('size'),
    contentType: column('content_type'),
    isImage: computed<AttachmentRow>(['contentType'], ({ contentType }) => isPicture(contentType)),
    width: column('width'),
    height: column('height'),
    createdAt: column('created_at'),
    thumbnailKey: column('thumbnail_key'),
    url: computed<AttachmentRow>(['id', 'name'], ({ id, name }, { viewer, portal }) =>
      makeDownloadLink(portal.signedLinks, { tenantId: viewer.tenantId, id, name, variant: 'original' }),
    ),
    thumbnailUrl: computed<AttachmentRow>(
      ['id', 'name', 'thumbnailKey'],
      ({ id, name, thumbnailKey }, { viewer, portal }) =>
        thumbnailKey &&
        makeDownloadLink(portal.signedLinks, { tenantId: viewer.tenantId, id, name, variant: 'thumbnail' }),
    ),
  },
};

/** The attachment as asked for in `info`, or null when it does not exist for this viewer. */
export function readAttachment(
  context: RequestContext,
  id: string,
  info: GraphQLResolveInfo,
): Promise<Attachment | null> {
  return context.one(
    attachmentProjection,
    (attachment, parameter) => `${attachment}.id = ${parameter(id, 'uuid')}`,
    info,
  );
}
