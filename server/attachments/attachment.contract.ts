import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { largestFile, largestStorage, mostFiles } from '#shared/attachments.ts';
import { Keys } from '../access/key-rules.ts';
import { DateTime } from '../graphql/date-time.ts';
import { Payload } from '../graphql/user-error.ts';
import { ReadBy } from '../reads/schema.ts';

@Keys('messages:read')
@ObjectType({
  simpleResolvers: true,
  description: 'A file that belongs to a message, or that no message has claimed yet.',
})
export class Attachment {
  @Field(() => ID, { description: 'UUID of the attachment.' })
  id!: string;

  @Field(() => String, {
    description:
      'File name for display: at most 200 characters as a reader counts them, without folders, control characters and bidirectional controls.',
  })
  name!: string;

  @Field(() => Int, { description: 'Size in bytes.' })
  size!: number;

  @Field(() => String, {
    description:
      'Media type, such as `image/png`: of pictures and PDF determined from the content, of others by the extension of the name; `application/octet-stream` for text in another encoding than UTF-8.',
  })
  contentType!: string;

  @Field(() => Boolean, { description: 'Whether browsers can show the file as an image.' })
  isImage!: boolean;

  @Field(() => Int, {
    nullable: true,
    description: 'Width in pixels; null for files that are not images, and until it is known.',
  })
  width!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Height in pixels; null for files that are not images, and until it is known.',
  })
  height!: number | null;

  @Field(() => DateTime, { description: 'When the file was uploaded.' })
  createdAt!: string;

  @Field(() => String, {
    description:
      'Path at the address of the API from which the file can be downloaded without an access token. Valid for the session that asked, for four to five minutes; it ends at once with the session, when somebody signs out or loses access. Answers with 403 afterwards: query it again for a new one.',
  })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Path of a WebP thumbnail with sides of at most 480 pixels, valid like `url`; null for files that are not images, and until it has been made.',
  })
  thumbnailUrl!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'A type of files that the portal knows.' })
export class AttachmentType {
  @Field(() => String, { description: 'Media type, such as `image/png`.' })
  contentType!: string;

  @Field(() => [String], { description: 'Its file name extensions, in lower case and without a dot.' })
  extensions!: string[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What all attachments of a tenant take together. Numbers of bytes are whole, and can be larger than an `Int`.',
})
export class AttachmentStorage {
  @Field(() => Float, {
    description:
      'Bytes of all files and their thumbnails, also of those that no message has claimed yet. Thumbnails made by older versions are not counted.',
  })
  used!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes that they may take: the smaller one of the two maximums; null where neither is set.',
  })
  maximum!: number | null;

  @Field(() => Float, { nullable: true, description: 'The maximum that admins have chosen; null for none.' })
  chosenMaximum!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The maximum that the operator of the portal has set for each tenant; null for none.',
  })
  operatorMaximum!: number | null;

  @Field(() => Boolean, { description: 'Whether 90 % of the maximum is used.' })
  isNearlyFull!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'Which files the viewer’s tenant accepts as attachments.' })
export class AttachmentLimits {
  @Field(() => Int, { description: 'Maximum size of a file in bytes.' })
  maximumSize!: number;

  @Field(() => Int, { description: 'Maximum number of files in a message.' })
  maximumCount!: number;

  @Field(() => [String], { description: 'Accepted media types, such as `image/png`.' })
  contentTypes!: string[];

  @Field(() => [String], {
    description:
      'Accepted file name extensions, in lower case and without a dot. The content of a file must match its extension.',
  })
  extensions!: string[];

  @Field(() => [AttachmentType], {
    description: 'Every type that admins can accept; none of them runs in a browser.',
    complexity: 1,
  })
  knownTypes!: AttachmentType[];

  storageMaximum!: number | null;

  @Field(() => AttachmentStorage, {
    nullable: true,
    description: 'What all attachments take, and may take; null for customers.',
  })
  storage?: AttachmentStorage | null;
}

@InputType({
  description: 'Changes to which files can be attached; omitted fields stay unchanged. Files that are there stay.',
})
export class AttachmentLimitsUpdateInput {
  @Field(() => Int, {
    nullable: true,
    description: `Maximum size of a file in bytes, 1 to ${largestFile.toLocaleString('en')}.`,
  })
  maximumSize?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `Maximum number of files in a message, 0 to ${mostFiles}; 0 for no attachments.`,
  })
  maximumCount?: number | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The accepted media types as a whole, of `AttachmentLimits.knownTypes`. Whoever accepts all accepts those that the portal learns to know later, too.',
  })
  contentTypes?: string[] | null;

  @Field(() => Float, {
    nullable: true,
    description: `How many bytes all attachments may take together, 1 to ${largestStorage.toLocaleString('en')}, a whole number; null for as many as the operator allows. A smaller one than is used deletes nothing, and lets nothing more in.`,
  })
  storageMaximum?: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Result of `attachmentLimitsUpdate`.' })
export class AttachmentLimitsUpdatePayload extends Payload {
  @Field(() => AttachmentLimits, {
    nullable: true,
    description: 'The limits after the change; null when there are user errors.',
  })
  attachmentLimits?: AttachmentLimits | null;
}

@ObjectType({ description: 'Result of `attachmentUpload`.' })
export class AttachmentUploadPayload extends Payload {
  attachmentId?: string;

  @Field(() => Attachment, { nullable: true, description: 'The uploaded file; null when there are user errors.' })
  @ReadBy('attachmentId')
  attachment?: Attachment | null;
}

@ObjectType({ description: 'Result of `attachmentRemove`.' })
export class AttachmentRemovePayload extends Payload {}
