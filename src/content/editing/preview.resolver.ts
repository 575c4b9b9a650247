import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { DateTimeScalar } from '../model/scalars.js';
import { UserError } from '../writing/user-error.js';
import { type MutationContext, runMutation } from './mutation.js';
import { grantPreview, type PreviewGrant, previewToken } from './preview.js';

@InputType({ description: 'The object to preview, and for how long.' })
export class PreviewTokenCreateInput {
  @Field(() => ID, { description: 'Its global id.' }) id!: string;

  @Field(() => Int, {
    defaultValue: 60,
    description: 'The lifetime of the token in minutes, at most a week.',
  })
  minutes!: number;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Previews publishing with the same `withContents`: global ids from `publishPlan`. Exactly these contents of an issue are shown, none with an empty list. By default as when publishing without `withContents`.',
  })
  withContents?: string[] | null;
}

@ObjectType({ description: 'A token that shows the draft of one object.' })
export class PreviewTokenPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The token, for the header `Authorization: Bearer …`. With it, `stage: DRAFT` shows the object and what is published along with it, and otherwise only what is public.',
  })
  token?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it expires.' })
  expiresAt?: string | null;

  @Field(() => [UserError], { description: 'Errors that the caller can fix; empty if there is a token.' })
  userErrors!: readonly UserError[];
}

@Resolver()
export class PreviewResolver {
  @Mutation(() => PreviewTokenPayload, {
    description:
      'Creates a token for a preview page, limited to one object and a time. For callers who may read drafts.',
  })
  async previewTokenCreate(
    @Arg('input', () => PreviewTokenCreateInput, { description: 'The object and the lifetime.' })
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
