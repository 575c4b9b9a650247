import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { DateTimeScalar } from '../model/scalars.js';
import { UserError } from '../writing/user-error.js';
import { type MutationContext, runMutation } from './mutation.js';
import { grantPreview, type PreviewGrant, previewToken } from './preview.js';

@InputType({ description: 'Whose draft is to be shown, and for how long.' })
export class PreviewTokenCreateInput {
  @Field(() => ID, { description: 'The id of the object.' }) id!: string;

  @Field(() => Int, { defaultValue: 60, description: 'For how many minutes, up to those of a week.' })
  minutes!: number;

  @Field(() => [ID], {
    nullable: true,
    description:
      'To show what publishing it with the same `withContents` would show: ids of anything that `publishPlan` lists for it. Of what an issue contains exactly these, so none for an empty list. When absent, as publishing it without `withContents`.',
  })
  withContents?: string[] | null;
}

@ObjectType({ description: 'A token that shows the draft of one object.' })
export class PreviewTokenPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The token, for the header `Authorization: Bearer …`. With it `stage: DRAFT` shows the object, what is published together with it, and beside that only what the public sees.',
  })
  token?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant from which on it is refused.' })
  expiresAt?: string | null;

  @Field(() => [UserError], { description: 'What has to be put right; empty when there is a token.' })
  userErrors!: readonly UserError[];
}

@Resolver()
export class PreviewResolver {
  @Mutation(() => PreviewTokenPayload, {
    description:
      'Makes a token for a preview page, limited to one object and a time. For those who may read drafts.',
  })
  async previewTokenCreate(
    @Arg('input', () => PreviewTokenCreateInput, { description: 'What is to be shown.' })
    input: PreviewTokenCreateInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PreviewTokenPayload> {
    const { store, viewer } = context;
    const { grant, userErrors } = await runMutation<{ grant: PreviewGrant; targets: string[] }>(
      context,
      info,
      async (transaction) => {
        const granted = await grantPreview(transaction, store, viewer, input);
        return { grant: granted, targets: [granted.id] };
      },
    );
    if (!grant) return { userErrors };
    const expiresAt = new Date(grant.expires * 1000).toISOString();
    return { token: await previewToken(store, grant), expiresAt, userErrors };
  }
}
