import type Upload from 'graphql-upload/Upload.mjs';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { Verb } from '../graphql/user-error.ts';
import { AttachmentLimits, AttachmentRemovePayload, AttachmentUploadPayload } from './attachment.contract.ts';
import { readLimits, removeAttachment, uploadAttachment } from './attachment.service.ts';
import { UploadScalar } from './upload.scalar.ts';

@Resolver()
export class AttachmentResolver {
  @Query(() => AttachmentLimits, { description: 'What may be attached; to be told before anything is sent.' })
  attachmentLimits(@Ctx() context: RequestContext): Promise<AttachmentLimits> {
    return readLimits(context);
  }

  @Verb(() => AttachmentUploadPayload, {
    description:
      'Takes one file, by the GraphQL multipart request specification, one file a request. It waits for a day for the message that claims it by `attachmentIds`. Fails with TOO_LARGE, TYPE_NOT_ALLOWED, EMPTY or TOO_MANY on `file`.',
  })
  attachmentUpload(
    @Ctx() context: RequestContext,
    @Arg('file', () => UploadScalar, { description: 'The file.' }) file: Upload,
  ) {
    return uploadAttachment(context, file);
  }

  @Verb(() => AttachmentRemovePayload, {
    description: 'Takes back a file of the viewer that no message has claimed. NOT_FOUND on `id`.',
  })
  attachmentRemove(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the attachment.' }) id: string,
  ) {
    return removeAttachment(context, id);
  }
}
