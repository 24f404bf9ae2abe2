import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../graphql/date-time.ts';
import { Payload } from '../graphql/user-error.ts';
import { ReadBy } from '../reads/schema.ts';

@ObjectType({ simpleResolvers: true, description: 'A file that belongs to a message, or waits to be sent with one.' })
export class Attachment {
  @Field(() => ID, { description: 'UUID of the attachment.' })
  id!: string;

  @Field(() => String, {
    description:
      'The file name to show: at most 200 characters, without folders, control and bidirectional characters.',
  })
  name!: string;

  @Field(() => Int, { description: 'Bytes.' })
  size!: number;

  @Field(() => String, { description: 'The media type, told from the content, such as `image/png`.' })
  contentType!: string;

  @Field(() => Boolean, { description: 'Whether browsers can show it as a picture.' })
  isImage!: boolean;

  @Field(() => Int, { nullable: true, description: 'Pixels across; null for what is no image, and until it is known.' })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: 'Pixels down; null for what is no image, and until it is known.' })
  height!: number | null;

  @Field(() => DateTime, { description: 'When it was uploaded.' })
  createdAt!: string;

  @Field(() => String, {
    description:
      'Where to download it, as a path at the address of the API. Good without a token, for ten minutes: ask again for a new one.',
  })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where to download a WebP picture of at most 480 pixels a side, as `url`; null for what is no image, and until it is made.',
  })
  thumbnailUrl!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'What the tenant of the viewer takes as attachments.' })
export class AttachmentLimits {
  @Field(() => Int, { description: 'Bytes of one file at most.' })
  maximumSize!: number;

  @Field(() => Int, { description: 'Files of one message at most.' })
  maximumCount!: number;

  @Field(() => [String], { description: 'The media types taken, such as `image/png`.' })
  contentTypes!: string[];

  @Field(() => [String], {
    description: 'The file name extensions taken, in lower case and without a dot; each must agree with the content.',
  })
  extensions!: string[];
}

@ObjectType({ description: 'Answer of `attachmentUpload`.' })
export class AttachmentUploadPayload extends Payload {
  attachmentId?: string;

  @Field(() => Attachment, { nullable: true, description: 'The file as it was taken; null when it was not.' })
  @ReadBy('attachmentId')
  attachment?: Attachment | null;
}

@ObjectType({ description: 'Answer of `attachmentRemove`.' })
export class AttachmentRemovePayload extends Payload {}
