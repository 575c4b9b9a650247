import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, Field, Info, ObjectType, Query, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { labelledEnums } from '../language/labels.js';
import { LocaleScalar } from '../model/scalars.js';
import { enumLabels } from '../sql/enum-labels.js';
import type { PlanField } from './planned-field.js';
import type { ReadContext } from './reader.js';

@ObjectType({ description: 'The word for a value of an enum.' })
class EnumValueLabel {
  @Field({ description: 'The value, as in the schema.' }) value!: string;

  @Field({ description: 'The word for readers, in the language asked for.' }) label!: string;
}

@ObjectType({ description: 'The labels of the values of an enum, for readers.' })
class EnumLabelList {
  @Field({ description: 'The name of the enum in the schema.' }) name!: string;

  @Field(() => [EnumValueLabel], { description: 'Its values, in the order of the schema.' })
  values!: EnumValueLabel[];
}

const planLabels: PlanField = ({ names }) => {
  const known = labelledEnums.map(({ name }) => name);
  for (const [index, name] of ((names ?? []) as readonly string[]).entries()) {
    if (!known.includes(name))
      refuse('INVALID_INPUT', `There are no words for "${name}"; there are for: ${known.join(', ')}.`, [
        'names',
        String(index),
      ]);
  }
  return { plan: enumLabels };
};

@Resolver()
export class EnumLabelsResolver {
  @Extensions({ plan: planLabels })
  @Query(() => [EnumLabelList], {
    description:
      'The labels of the values of enums, as `kindLabel` and its like have them: for filters, tabs and legends.',
  })
  enumLabels(
    @Arg('names', () => [String], { nullable: true, description: 'Only these enums; all without it.' })
    names: string[] | undefined,
    @Arg('locale', () => LocaleScalar, {
      nullable: true,
      description: 'The language; without it that of the `Accept-Language` header, else the default.',
    })
    _locale: string | undefined,
    @Info() info: GraphQLResolveInfo,
    @Ctx() context: ReadContext,
  ): Promise<unknown> {
    return context.reader.read(info, context, planLabels({ names }, context.viewer));
  }
}
