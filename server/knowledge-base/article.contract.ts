import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { Keys } from '../access/key-rules.ts';
import { Author } from '../users/user.entity.ts';
import { PageArgs, connectionType } from '../reads/connection.ts';
import { ReadBy } from '../reads/schema.ts';
import { DateTime } from '../graphql/date-time.ts';
import { idempotencyKeyDescription } from '../writes/idempotency.ts';
import { SortDirection } from '../graphql/sort.ts';
import { Text, lengthRule } from '../graphql/text.ts';
import { Payload } from '../graphql/user-error.ts';
import { TextPart } from '../search/text-part.ts';
import { ArticleStatus } from './article.entity.ts';

@Keys('articles:read')
@ObjectType({ simpleResolvers: true, description: 'An article of the knowledge base, in one language.' })
export class Article {
  @Field(() => ID, { description: 'UUID of the article.' })
  id!: string;

  @Field(() => String, {
    description:
      'Its name in URLs, unique per tenant and language: letters, digits and single hyphens. The same article in another language has the same slug.',
  })
  slug!: string;

  @Field(() => String, { description: 'Language as a BCP 47 tag: `en` or `bn`.' })
  language!: string;

  @Field(() => ArticleStatus, { description: 'Who can read the article; for customers always `PUBLISHED`.' })
  status!: ArticleStatus;

  @Field(() => String, { description: `One line of ${lengthRule(textLimits.articleTitle)}.` })
  title!: string;

  @Field(() => [TextPart], {
    description: 'The title, with the words that were searched for highlighted.',
    complexity: 1,
  })
  titleParts!: TextPart[];

  @Field(() => String, {
    nullable: true,
    description: 'The source in Markdown; null for customers.',
    complexity: 5,
  })
  body!: string | null;

  @Field(() => String, {
    description:
      'The body as safe HTML: h2 to h6, paragraphs, lists, tables, quotes, code, emphasis and links (http, https, mailto, tel and paths of the portal). No pictures, styles, scripts or ids.',
    complexity: 5,
  })
  bodyHtml!: string;

  @Field(() => [TextPart], {
    description:
      'About 200 characters of the body: the part with most of the words that were searched for, otherwise the beginning.',
    complexity: 1,
  })
  excerpt!: TextPart[];

  @Field(() => [Article], {
    description: 'The translations that the viewer can see: the articles with the same slug in other languages.',
  })
  translations!: Article[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the viewer found the article helpful (`articleRate`); null when they have not rated it.',
  })
  viewerFoundHelpful!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'How many users found the article helpful; null for customers.' })
  helpfulCount!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many users did not find the article helpful; null for customers.',
  })
  notHelpfulCount!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many tickets the article made unnecessary: their authors called `articleMarkSolved` and opened no ticket within the hour after. Null for customers.',
  })
  solvedCount!: number | null;

  @Field(() => Int, {
    description: 'Increases whenever the text is saved. Send it to `articleSave` with your changes.',
  })
  version!: number;

  @Field(() => Author, { description: 'Who last saved the article.' })
  updatedBy!: Author;

  @Field(() => DateTime, { description: 'When the article was created.' })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When the article was last saved, published or archived.' })
  updatedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the article was last published; null when it never was.',
  })
  publishedAt!: string | null;

  @Field(() => Boolean, { description: 'Whether the viewer can use `articleSave`.' })
  viewerCanSave!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `articlePublish` now.' })
  viewerCanPublish!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `articleArchive` now.' })
  viewerCanArchive!: boolean;

  @Field(() => Boolean, { description: 'Whether the viewer can use `articleRate` and `articleMarkSolved`.' })
  viewerCanRate!: boolean;
}

export const ArticleConnection = connectionType('Article', () => Article);

const languageDescription = 'Language as a BCP 47 tag: `en` or `bn`';

export enum ArticleSortField {
  UPDATED_AT = 'UPDATED_AT',
  CREATED_AT = 'CREATED_AT',
}

registerEnumType(ArticleSortField, {
  name: 'ArticleSortField',
  description: 'The fields by which articles can be sorted.',
  valuesConfig: {
    UPDATED_AT: {
      description: 'When it was last saved, published or archived. Ascending, it can be followed from the last cursor.',
    },
    CREATED_AT: { description: 'When it was created. Ascending, it can be followed from the last cursor.' },
  },
});

@InputType({ description: 'Order of a list of articles.' })
export class ArticleSort {
  @Field(() => ArticleSortField, { defaultValue: ArticleSortField.UPDATED_AT, description: 'Field to sort by.' })
  field: ArticleSortField = ArticleSortField.UPDATED_AT;

  @Field(() => SortDirection, { defaultValue: SortDirection.DESCENDING, description: 'Sort direction.' })
  direction: SortDirection = SortDirection.DESCENDING;
}

@ArgsType()
export class ArticlesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: `Words or a question, also with spelling mistakes, also with an unfinished last word: ${lengthRule(textLimits.search)}, otherwise BAD_USER_INPUT. The list is then in order of relevance. All articles when blank or omitted.`,
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: `${languageDescription}; all languages when omitted.` })
  language?: string | null;

  @Field(() => [ArticleStatus], {
    nullable: true,
    description: 'Articles with one of these statuses; with any that the viewer can see when empty or omitted.',
  })
  status?: ArticleStatus[] | null;

  @Field(() => ArticleSort, {
    nullable: true,
    description:
      'The order; last changed first when omitted. BAD_USER_INPUT with `search`, which has an order of its own.',
  })
  sort?: ArticleSort | null;
}

@InputType({ description: 'The text of an article.' })
export class ArticleSaveInput {
  @Field(() => String, { description: `One line of ${lengthRule(textLimits.articleTitle, 1)}.` })
  @Text({ maximum: textLimits.articleTitle })
  title!: string;

  @Field(() => String, {
    description: `The text in Markdown (CommonMark with tables and strikethrough): ${lengthRule(textLimits.articleBody, 1)}. HTML is shown as text, pictures as their description.`,
  })
  @Text({ maximum: textLimits.articleBody })
  body!: string;

  @Field(() => String, {
    nullable: true,
    description: `${languageDescription}. Required for a new article; it cannot be changed.`,
  })
  language?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The name in URLs: at most 100 letters, digits and single hyphens, no capitals. When omitted, a new article gets one made from its title, and an existing article keeps its own. A translation has the slug of the article it translates.',
  })
  @Text({ maximum: textLimits.articleSlug, optional: true })
  slug?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The `version` you began with. Required for an existing article: CONFLICT when it has been saved since.',
  })
  version?: number | null;

  @Field(() => String, { nullable: true, description: `${idempotencyKeyDescription} For new articles only.` })
  @Text({ maximum: textLimits.idempotencyKey, optional: true })
  idempotencyKey?: string | null;
}

@InputType({ description: 'Which ticket an article made unnecessary.' })
export class ArticleMarkSolvedInput {
  @Field(() => String, {
    description: `A text of your choice, new for each ticket that someone begins to write: it counts once, and sending it again changes nothing. It has ${lengthRule(textLimits.idempotencyKey, 1)}.`,
  })
  @Text({ maximum: textLimits.idempotencyKey })
  idempotencyKey!: string;
}

@ObjectType({ simpleResolvers: true })
abstract class ArticlePayload extends Payload {
  articleId?: string;

  @Field(() => Article, {
    nullable: true,
    description: 'The article after the change; null when there are user errors.',
  })
  @ReadBy('articleId')
  article?: Article | null;
}

@ObjectType({ description: 'Result of `articleSave`.' })
export class ArticleSavePayload extends ArticlePayload {}

@ObjectType({ description: 'Result of `articlePublish`.' })
export class ArticlePublishPayload extends ArticlePayload {}

@ObjectType({ description: 'Result of `articleArchive`.' })
export class ArticleArchivePayload extends ArticlePayload {}

@ObjectType({ description: 'Result of `articleRate`.' })
export class ArticleRatePayload extends ArticlePayload {}

@ObjectType({ description: 'Result of `articleMarkSolved`.' })
export class ArticleMarkSolvedPayload extends ArticlePayload {}
