import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { DEFAULT_PAGE } from '../sql/connection.js';
import type { ArgumentDeclaration } from './declare.js';

@ObjectType({ description: 'The position of a page in its list.' })
export class PageInfo {
  @Field({ description: 'Whether there are objects after this page.' }) hasNextPage!: boolean;

  @Field({ description: 'Whether there are objects before this page.' }) hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first object; pass it as `before`.',
  })
  startCursor?: string;

  @Field(() => String, { nullable: true, description: 'The cursor of the last object; pass it as `after`.' })
  endCursor?: string;
}

/** The Relay connection of a type: https://relay.dev/graphql/connections.htm */
export function connectionOf(node: ClassType, name: string): ClassType {
  @ObjectType(`${name}Edge`, { description: `${withArticle(name)} in a list, with its cursor.` })
  class Edge {
    @Field(() => String, {
      description: 'An opaque cursor; it stays valid when other objects come or go.',
    })
    cursor!: string;

    @Field(() => node, { description: 'The object.' })
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} objects.` })
  class Connection {
    @Field(() => [Edge], { description: 'The objects of the page, with their cursors.' })
    edges!: Edge[];

    @Field(() => [node], { description: 'The objects of the page.' })
    nodes!: unknown[];

    @Field(() => PageInfo, {
      description: 'Whether there are further pages, and the cursors to read them with.',
    })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'The number of objects in the whole list; counted only if selected.' })
    totalCount!: number;
  }

  return Connection;
}

/** The arguments of a list that is paginated forwards only. */
export const forwardPaging: Readonly<Record<string, ArgumentDeclaration>> = {
  first: { type: () => Int, description: 'How many objects, from 1 to 100.', defaultValue: DEFAULT_PAGE },
  after: { type: () => String, description: 'The cursor after which the page begins.' },
};

function withArticle(name: string): string {
  return `${/^[AEIO]/.test(name) ? 'An' : 'A'} ${name}`;
}
