import { labelledEnums, labelsIn } from '../language/labels.js';
import { listOf } from './expressions.js';
import { jsonArray, jsonObject, literal } from './json.js';
import type { RootPlan } from './roots.js';

/**
 * The labels of enums. They are passed as a parameter, and the database only builds the requested JSON, so that the
 * field is planned like any other.
 */
export const enumLabels: RootPlan = (field, { locale }) => {
  const { slot } = field.arguments;
  const labels = field.statement.bind('enum labels', 'json', (request, argumentsOf) => {
    const names = argumentsOf(slot).names as readonly string[] | null | undefined;
    const tag = String(locale.read(request, argumentsOf));
    const enums = labelledEnums.filter(({ name }) => names?.includes(name) ?? true);
    return JSON.stringify(
      enums.map((labels) => ({
        name: labels.name,
        values: Object.entries(labelsIn(labels, tag, request.locales)).map(([value, label]) => ({
          value,
          label,
        })),
      })),
    );
  });
  const members = field.subfields().map((part) => {
    if (part.name === 'name') return [part.key, `enums.entry ->> 'name'`] as const;
    if (part.name !== 'values') return [part.key, literal('EnumLabelList')] as const;
    const values = {
      from: `json_array_elements(enums.entry -> 'values') with ordinality as labels(entry, place)`,
      orderBy: 'labels.place',
    };
    const columns = { value: `labels.entry ->> 'value'`, label: `labels.entry ->> 'label'` };
    return [part.key, listOf(part, columns, values)] as const;
  });
  const list = jsonArray(jsonObject(members), 'enums.place');
  return `(select ${list} from json_array_elements(${labels}) with ordinality as enums(entry, place))`;
};
