import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';

/** How a reason reads: see "Changes of the schema" in the guide for front ends. */
const REASON =
  /^Use `(?<successor>[A-Za-z]\w*(?:\.\w+)?)`(?:[^.]|\.(?! ))*\. Deprecated in (?<since>[A-Z][a-z]+ \d{4}), removed in (?<until>[A-Z][a-z]+ \d{4}) at the earliest\.$/;

const LEAST_MONTHS = 12;
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** What is deprecated, by its place in the schema, with the reason that is given. */
export function deprecationsOf(schema: GraphQLSchema): [place: string, reason: string][] {
  const found: [string, string][] = [];
  const note = (place: string, { deprecationReason: reason }: { deprecationReason?: unknown }) => {
    if (typeof reason === 'string') found.push([place, reason]);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) note(`${type.name}.${field.name}`, field);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      note(`${type.name}.${field.name}`, field);
      for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument);
    }
  }
  return found;
}

/** What is wrong with the reason of a deprecation; undefined when nothing is. */
export function problemWith(schema: GraphQLSchema, reason: string): string | undefined {
  const { successor, since, until } = REASON.exec(reason)?.groups ?? {};
  if (!successor || !since || !until) return 'names no successor, or not both months';
  if (!exists(schema, successor)) return `names "${successor}", which is not in the schema`;
  const [from, to] = [monthOf(since), monthOf(until)];
  if (from === undefined || to === undefined) return 'names a month that there is not';
  return to - from < LEAST_MONTHS ? `gives clients fewer than ${LEAST_MONTHS} months` : undefined;
}

/** `Type`, or `Type.field`: a field, an input field or a value. */
function exists(schema: GraphQLSchema, name: string): boolean {
  const [typeName = '', member] = name.split('.');
  const type = schema.getType(typeName);
  if (!type || member === undefined) return type !== undefined;
  if (isEnumType(type)) return type.getValue(member) !== undefined;
  const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
  return hasFields && Object.hasOwn(type.getFields(), member);
}

function monthOf(text: string): number | undefined {
  const [name = '', year] = text.split(' ');
  const month = MONTHS.indexOf(name);
  return month < 0 ? undefined : Number(year) * MONTHS.length + month;
}
