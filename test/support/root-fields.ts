import { type GraphQLSchema, isInterfaceType } from 'graphql';

/** What the schema says of content: so that whatever knows it by other means learns of a new type by itself. */
export interface RootFields {
  /** Types with a page by the root field for one object, and by that for their list. */
  readonly one: Readonly<Record<string, string>>;
  readonly many: Readonly<Record<string, string>>;
  /** All types with a page, and those that are read with others only. */
  readonly pages: readonly string[];
  readonly others: readonly string[];
}

export function rootFieldsOf(schema: GraphQLSchema): RootFields {
  const implementing = (name: string) => {
    const type = schema.getType(name);
    if (!isInterfaceType(type)) throw new Error(`The schema has no interface ${name}.`);
    return schema.getPossibleTypes(type).map((each) => each.name);
  };
  const pages = implementing('Content');
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const ofType = (suffix: string, argument: string) =>
    fields.flatMap(({ name, type, args }) => {
      const page = pages.find((each) => String(type).replace('!', '') === each + suffix);
      return page && args.some((arg) => arg.name === argument) ? [[name, page] as const] : [];
    });
  return {
    one: Object.fromEntries(ofType('', 'slug')),
    many: Object.fromEntries(ofType('Connection', 'filter')),
    pages,
    others: implementing('Localized').filter((name) => !pages.includes(name)),
  };
}
