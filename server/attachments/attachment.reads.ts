import { computed } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { Attachment } from './attachment.contract.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { makeDownloadLink } from './download-link.ts';
import { isPicture } from './file-type.ts';

export const attachmentReads = reads(AttachmentRow, Attachment, {
  columns: ['id', 'name', 'size', 'contentType', 'width', 'height', 'createdAt'],
  fields: {
    isImage: computed(['contentType'], ({ contentType }) => isPicture(contentType)),
    url: computed(['id', 'name'], ({ id, name }, { viewer, signedLinks }) =>
      makeDownloadLink(signedLinks, { tenantId: viewer.tenantId, id, name, variant: 'original' }),
    ),
    thumbnailUrl: computed(
      ['id', 'name', 'thumbnailKey'],
      ({ id, name, thumbnailKey }, { viewer, signedLinks }) =>
        thumbnailKey && makeDownloadLink(signedLinks, { tenantId: viewer.tenantId, id, name, variant: 'thumbnail' }),
    ),
  },
  order: ascending('position', 'id'),
});
