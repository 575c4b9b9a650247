import { Field, ObjectType } from 'type-graphql';
import { globalId } from '../contract/global-id.js';
import { StageName } from '../contract/stage.js';
import { namesOf } from '../publishing/forget.js';
import { PlannedObject } from '../publishing/left-out.type.js';
import { type NamedObject, Naming } from '../publishing/publish-plan-items.js';
import type { Referrer } from '../storage/referrers.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';

@ObjectType({ description: 'A field of an object that refers to another object.' })
export class Reference {
  @Field(() => PlannedObject, { description: 'The object that refers to the other one.' })
  object!: NamedObject;

  @Field({ description: 'Its field with the reference, such as `venue` or `credits`.' }) field!: string;

  @Field(() => [StageName], { description: 'The stages in which it refers to the other one.' })
  stages!: readonly string[];
}

/** References with the names of their objects, in a language. */
export async function namedReferences(
  transaction: Pick<Transaction, 'draft' | 'system'>,
  store: ContentStore,
  locale: string,
  found: readonly Referrer[],
): Promise<Reference[]> {
  const names = new Naming(store.locales.chain(locale));
  const objects = await namesOf(transaction, store, names, found);
  const byId = new Map(objects.map((object) => [object.id, object]));
  return found.flatMap(({ content, id, field, stages }) => {
    const object = byId.get(globalId(content.table, id));
    return object ? [{ object, field, stages }] : [];
  });
}
