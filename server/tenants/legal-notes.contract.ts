import { Field, InputType, ObjectType } from 'type-graphql';
import { textLimits } from '#shared/limits.ts';
import { mostLegalLinks } from '#shared/legal-notes.ts';
import { lengthRule } from '../graphql/text.ts';

@ObjectType({ simpleResolvers: true, description: 'A link at the end of pages and emails.' })
export class LegalLink {
  @Field(() => String, { description: 'What it is called.' })
  label!: string;

  @Field(() => String, { description: 'Where it leads: an address that begins with `https://`.' })
  url!: string;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What an organisation has to say of itself at the end of pages and emails, in one language.',
})
export class LegalNote {
  @Field(() => String, { description: 'The language, such as `en`.' })
  locale!: string;

  @Field(() => String, { description: 'Lines of text, such as name, address and registration; empty for none.' })
  text!: string;

  @Field(() => [LegalLink], { description: `At most ${mostLegalLinks} links.`, complexity: 1 })
  links!: LegalLink[];
}

@InputType({ description: 'A link at the end of pages and emails.' })
export class LegalLinkInput {
  @Field(() => String, { description: `What it is called, one line, ${lengthRule(textLimits.legalLabel, 1)}.` })
  label!: string;

  @Field(() => String, {
    description: `Where it leads: an address that begins with \`https://\`, ${lengthRule(textLimits.url)}.`,
  })
  url!: string;
}

@InputType({ description: 'What the end of pages and emails says in one language.' })
export class LegalNoteInput {
  @Field(() => String, { description: 'The language, such as `en`; each once.' })
  locale!: string;

  @Field(() => String, { description: `Lines of text, ${lengthRule(textLimits.legalText)}; empty for none.` })
  text!: string;

  @Field(() => [LegalLinkInput], { description: `At most ${mostLegalLinks} links.` })
  links!: LegalLinkInput[];
}
