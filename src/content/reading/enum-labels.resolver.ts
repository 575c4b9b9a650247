import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Extensions, Field, Info, ObjectType, Query, Resolver } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import { labelledEnums } from '../language/labels.js';
import { LocaleScalar } from '../model/scalars.js';
import { enumLabels } from '../sql/enum-labels.js';
import type { PlanField } from './planned-field.js';
import type { ReadContext } from './reader.js';

@ObjectType({ description: 'The label of an enum value.' })
class EnumValueLabel {
  @Field({ description: 'The value, as in the schema.' }) value!: string;

  @Field({ description: 'The label, in the requested language.' }) label!: string;
}

@ObjectType({ description: 'The labels of an enum.' })
class EnumLabelList {
  @Field({ description: 'The name of the enum in the schema.' }) name!: string;

  @Field(() => [EnumValueLabel], { description: 'The values, in the order of the schema.' })
  values!: EnumValueLabel[];
}

const planLabels: PlanField = ({ names }) => {
  const known = labelledEnums.map(({ name }) => name);
  for (const [index, name] of ((names ?? []) as readonly string[]).entries()) {
    if (!known.includes(name))
      refuse('INVALID_INPUT', `The enum "${name}" has no labels; enums with labels: ${known.join(', ')}.`, [
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
      'Labels of enum values for filters, tabs and legends; the same as in fields such as `kindLabel`.',
  })
  enumLabels(
    @Arg('names', () => [String], { nullable: true, description: 'Restricts the result to these enums.' })
    names: string[] | undefined,
    @Arg('locale', () => LocaleScalar, {
      nullable: true,
      description:
        'The language; by default that of the `Accept-Language` header, or else the default language.',
    })
    _locale: string | undefined,
    @Info() info: GraphQLResolveInfo,
    @Ctx() context: ReadContext,
  ): Promise<unknown> {
    return context.reader.read(info, context, planLabels({ names }, context.viewer));
  }
}
