import { computed } from '../reads/fields.ts';
import { ascending } from '../reads/order.ts';
import { reads } from '../reads/reads.ts';
import { Attachment } from './attachment.contract.ts';
import { AttachmentRow } from './attachment.entity.ts';
import { downloadPath } from './download-path.ts';
import { isPicture } from './file-type.ts';

export const attachmentReads = reads(AttachmentRow, Attachment, {
  columns: ['id', 'name', 'size', 'contentType', 'width', 'height', 'createdAt'],
  fields: {
    isImage: computed(['contentType'], ({ contentType }) => isPicture(contentType)),
    url: computed(['id', 'name'], (file, { linkTo }) => linkTo(downloadPath(file, 'original'))),
    thumbnailUrl: computed(
      ['id', 'name', 'thumbnailKey'],
      (file, { linkTo }) => file.thumbnailKey && linkTo(downloadPath(file, 'thumbnail')),
    ),
  },
  order: ascending('position', 'id'),
});
