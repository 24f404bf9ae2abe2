import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Author } from '../users/user.entity.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { Text } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { ArticleStatus } from './article.entity.ts';

@ObjectType({ simpleResolvers: true, description: 'A piece of plain text; put end to end, the pieces are the text.' })
export class TextPart {
  @Field(() => String, { description: 'Plain text, never HTML: escape it where you show it.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether this is a word that was searched for, to be shown as such.' })
  highlighted!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'An article of the knowledge base, in one language.' })
export class Article {
  @Field(() => ID, { description: 'UUID of the article.' })
  id!: string;

  @Field(() => String, {
    description:
      'Its name in addresses, unique per tenant and language: letters, digits and single hyphens. The same article in another language has the same slug.',
  })
  slug!: string;

  @Field(() => String, { description: 'Language as a BCP 47 tag: `en` or `bn`.' })
  language!: string;

  @Field(() => ArticleStatus, { description: 'Who can read it; for customers always `PUBLISHED`.' })
  status!: ArticleStatus;

  @Field(() => String, { description: 'What it is about, in one line of at most 200 characters.' })
  title!: string;

  @Field(() => [TextPart], { description: 'The title, with the words that were searched for highlighted.' })
  titleParts!: TextPart[];

  @Field(() => String, { nullable: true, description: 'The Markdown it is written in; null for customers.' })
  body!: string | null;

  @Field(() => String, {
    description:
      'The body as safe HTML: h2 to h6, paragraphs, lists, tables, quotes, code, emphasis and links (http, https, mailto, tel and paths of the portal). No pictures, styles, scripts or ids.',
  })
  bodyHtml!: string;

  @Field(() => [TextPart], {
    description:
      'About 200 characters of the body: those with most of the words that were searched for, or else the first ones.',
  })
  excerpt!: TextPart[];

  @Field(() => [Article], {
    description: 'The same article in other languages (the articles with the same slug) that the viewer may see.',
  })
  translations!: Article[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the viewer found it helpful (`articleRate`); null when they have not said.',
  })
  viewerFoundHelpful!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'How many people found it helpful; null for customers.' })
  helpfulCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many people found it not helpful; null for customers.' })
  notHelpfulCount!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many tickets were not needed, since their writers said that it solved the matter (`articleMarkSolved`) and opened no ticket within the hour after; null for customers.',
  })
  solvedCount!: number | null;

  @Field(() => Int, { description: 'Counts the savings: give it to `articleSave` with what you changed.' })
  version!: number;

  @Field(() => Author, { description: 'Who saved it last.' })
  updatedBy!: Author;

  @Field(() => DateTime, { description: 'When it was first saved.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it was last saved, published or archived.' })
  updatedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was last published; null for what never was.' })
  publishedAt!: string | null;

  @Field(() => Boolean, { description: 'Whether `articleSave` is open to the viewer.' })
  viewerCanSave!: boolean;

  @Field(() => Boolean, { description: 'Whether `articlePublish` is open to the viewer now.' })
  viewerCanPublish!: boolean;

  @Field(() => Boolean, { description: 'Whether `articleArchive` is open to the viewer now.' })
  viewerCanArchive!: boolean;

  @Field(() => Boolean, { description: 'Whether `articleRate` and `articleMarkSolved` are open to the viewer.' })
  viewerCanRate!: boolean;
}

export const ArticleConnection = connectionType('Article', () => Article);

const languageDescription = 'Language as a BCP 47 tag: `en` or `bn`';

@ArgsType()
export class ArticlesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description:
      'What to look for, as people ask: words or a question of at most 200 characters, also with typing errors, also while the last word is still being typed. The list is then in order of relevance; blank or left out, it is all articles.',
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: `${languageDescription}; all languages when left out.` })
  language?: string | null;

  @Field(() => [ArticleStatus], {
    nullable: true,
    description: 'In one of these statuses; any the viewer may see when left out or empty.',
  })
  status?: ArticleStatus[] | null;
}

@InputType({ description: 'What an article says.' })
export class ArticleSaveInput {
  @Field(() => String, { description: 'What it is about, in one line: 1 to 200 characters.' })
  @Text({ maximum: 200 })
  title!: string;

  @Field(() => String, {
    description:
      'The article in Markdown (CommonMark with tables and strikethrough): 1 to 50,000 characters. HTML in it is shown as text, pictures as their description.',
  })
  @Text({ maximum: 50_000 })
  body!: string;

  @Field(() => String, {
    nullable: true,
    description: `${languageDescription}. Needed for a new article; it never changes.`,
  })
  language?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Its name in addresses: at most 100 letters, digits and single hyphens, no capitals. Left out, a new article gets one made from its title and an existing one keeps its own. A translation is given the slug of the article it translates.',
  })
  @Text({ maximum: 100, optional: true })
  slug?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The `version` you began with. Needed for an existing article: it is a CONFLICT when that has passed.',
  })
  version?: number | null;

  @Field(() => String, { nullable: true, description: `${idempotencyKeyDescription} For new articles only.` })
  @Text({ maximum: 64, optional: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'That an article solved what a ticket was begun for.' })
export class ArticleMarkSolvedInput {
  @Field(() => String, {
    description:
      'A text of your choice, at most 64 characters, new for each ticket somebody begins to write: each is counted once, and sending it again changes nothing.',
  })
  @Text({ maximum: 64 })
  idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true })
abstract class ArticlePayload extends Payload {
  articleId?: string;

  @Field(() => Article, { nullable: true, description: 'The article as it is now; null when nothing was done.' })
  @ReadBy('articleId')
  article?: Article | null;
}

@ObjectType({ description: 'Answer of `articleSave`.' })
export class ArticleSavePayload extends ArticlePayload {}

@ObjectType({ description: 'Answer of `articlePublish`.' })
export class ArticlePublishPayload extends ArticlePayload {}

@ObjectType({ description: 'Answer of `articleArchive`.' })
export class ArticleArchivePayload extends ArticlePayload {}

@ObjectType({ description: 'Answer of `articleRate`.' })
export class ArticleRatePayload extends ArticlePayload {}

@ObjectType({ description: 'Answer of `articleMarkSolved`.' })
export class ArticleMarkSolvedPayload extends ArticlePayload {}
