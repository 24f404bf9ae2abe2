import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({
  simpleResolvers: true,
  description: 'The logo of an organisation, a PNG picture that may be transparent.',
})
export class Logo {
  @Field(() => String, {
    description:
      'Path at the address of the API from which anyone can get the picture. Another picture has another path, so it can be cached for ever.',
  })
  url!: string;

  @Field(() => Int, { description: 'Width in pixels, at most 480.' })
  width!: number;

  @Field(() => Int, { description: 'Height in pixels, at most 160.' })
  height!: number;
}
