import { Field, ObjectType } from 'type-graphql';

@ObjectType({ simpleResolvers: true, description: 'A part of a plain text; concatenated, the parts are the text.' })
export class TextPart {
  @Field(() => String, { description: 'Plain text, never HTML: escape it where you show it.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether this is a word that was searched for.' })
  highlighted!: boolean;
}
