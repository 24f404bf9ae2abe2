import type Upload from 'graphql-upload/Upload.mjs';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { readStorage } from './attachment-storage.ts';
import { updateLimits } from './attachment-limits.service.ts';
import {
  AttachmentLimits,
  AttachmentLimitsUpdateInput,
  AttachmentLimitsUpdatePayload,
  AttachmentRemovePayload,
  AttachmentUploadPayload,
} from './attachment.contract.ts';
import { readLimits, removeAttachment, uploadAttachment } from './attachment.service.ts';
import { UploadScalar } from './upload.scalar.ts';

@Resolver(() => AttachmentLimits)
export class AttachmentResolver {
  @Keys('messages:read')
  @Query(() => AttachmentLimits, { description: 'Which files can be attached, to be checked before an upload.' })
  attachmentLimits(@Ctx() context: RequestContext): Promise<AttachmentLimits> {
    return readLimits(context);
  }

  @FieldResolver()
  storage(@Root() limits: AttachmentLimits, @Ctx() context: RequestContext) {
    return readStorage(context, limits);
  }

  @UserErrorMutation(() => AttachmentLimitsUpdatePayload, {
    description:
      'Changes which files can be attached. Admins only (FORBIDDEN). INVALID on the field that breaks a rule.',
    keys: 'settings:write',
  })
  attachmentLimitsUpdate(
    @Ctx() context: RequestContext,
    @Arg('input', () => AttachmentLimitsUpdateInput, { description: 'The changes.' })
    input: AttachmentLimitsUpdateInput,
  ) {
    return updateLimits(context, input);
  }

  @UserErrorMutation(() => AttachmentUploadPayload, {
    description:
      'Uploads one file, in a multipart request of its own (see `Upload`). A file that no message claims with `attachmentIds` is deleted after a day. A picture under the name of another type gets the extension of its own; what pictures say of place, time, device and person (EXIF, XMP, IPTC) is not kept. TOO_LARGE, TYPE_NOT_ALLOWED, EMPTY or STORAGE_FULL on `file`, and TOO_MANY when the viewer has 200 unclaimed files.',
    price: 300,
    frequency: frequencies.attachmentUpload,
    keys: 'messages:write',
  })
  attachmentUpload(
    @Ctx() context: RequestContext,
    @Arg('file', () => UploadScalar, { description: 'The file.' }) file: Upload,
  ) {
    return uploadAttachment(context, file);
  }

  @UserErrorMutation(() => AttachmentRemovePayload, {
    description: 'Deletes a file of the viewer that no message has claimed. NOT_FOUND on `id`.',
    keys: 'messages:write',
  })
  attachmentRemove(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, { description: 'UUID of the attachment.' }) id: string,
  ) {
    return removeAttachment(context, id);
  }
}
