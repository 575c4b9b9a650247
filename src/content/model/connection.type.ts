import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { DEFAULT_PAGE } from '../sql/connection.js';
import type { ArgumentDeclaration } from './declare.js';

@ObjectType({ description: 'Where a page lies in its list.' })
export class PageInfo {
  @Field({ description: 'Whether there is something after this page.' }) hasNextPage!: boolean;

  @Field({ description: 'Whether there is something before this page.' }) hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first object; give it as `before`.',
  })
  startCursor?: string;

  @Field(() => String, { nullable: true, description: 'The cursor of the last object; give it as `after`.' })
  endCursor?: string;
}

/** The Relay connection over a type: https://relay.dev/graphql/connections.htm */
export function connectionOf(node: ClassType, name: string): ClassType {
  @ObjectType(`${name}Edge`, { description: `${withArticle(name)} in a list, with its place.` })
  class Edge {
    @Field(() => String, {
      description: 'The place of the object in the list; opaque, stable when others come or go.',
    })
    cursor!: string;

    @Field(() => node, { description: 'The object.' })
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} objects.` })
  class Connection {
    @Field(() => [Edge], { description: 'The objects of the page with their cursors.' })
    edges!: Edge[];

    @Field(() => [node], { description: 'The objects of the page.' })
    nodes!: unknown[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many objects the whole list has; counted only when asked for.' })
    totalCount!: number;
  }

  return Connection;
}

/** The arguments of a list that is read forwards. */
export const forwardPaging: Readonly<Record<string, ArgumentDeclaration>> = {
  first: { type: () => Int, description: 'How many objects, from 1 to 100.', defaultValue: DEFAULT_PAGE },
  after: { type: () => String, description: 'The cursor after which the page begins.' },
};

function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'An' : 'A'} ${name}`;
}
