import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import { assertMay } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { AuditEntry, AuditOutcome } from '../history/audit-entry.entity.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import { connectionOf } from '../model/connection.type.js';
import { ContentKind } from '../model/content-kind.js';
import { DateTimeScalar } from '../model/scalars.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../sql/connection.js';
import { type Page, readPage } from '../storage/pagination.js';
import type { MutationContext } from './mutation.js';

registerEnumType(AuditOutcome, {
  name: 'AuditOutcome',
  description: 'How a mutation ended.',
  valuesConfig: {
    DONE: { description: 'It was done.' },
    REFUSED: { description: 'It was refused; nothing was written.' },
    FAILED: { description: 'It failed by a fault of the server; nothing was written.' },
  },
});

@ObjectType('AuditEntry', {
  description: 'A record of an attempted mutation. Records are never changed.',
})
export class AuditEntryType {
  @Field(() => ID, { description: 'Its id; ids grow with time.' }) id!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'The name of whoever asked, as it was then.' }) viewer!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the key that was used, where one was.' })
  keyId?: string | null;

  @Field({ description: 'The name of the mutation, or of what the program did by itself.' })
  operation!: string;

  @Field(() => [ID], { description: 'The ids of what was changed.' }) targets!: string[];

  @Field(() => AuditOutcome, { description: 'How it ended.' }) outcome!: AuditOutcome;

  @Field(() => [String], {
    description:
      'For what was refused: the codes, each with its path. For an erasure: the reason that was given.',
  })
  reasons!: string[];
}

@ObjectType({ description: 'An object in the bin.' })
export class DeletedObject {
  @Field(() => ID, { description: 'The id that it had, by which it can be restored.' }) id!: string;

  @Field(() => ContentKind, { description: 'Its kind.' }) kind!: string;

  @Field(() => String, { nullable: true, description: 'The external reference that it had.' })
  externalRef?: string | null;

  @Field(() => String, { nullable: true, description: 'What it was called.' }) title?: string | null;

  @Field(() => Int, { description: 'The version that it had.' }) version!: number;

  @Field(() => DateTimeScalar, { description: 'When it was deleted.' }) deletedAt!: string;

  @Field({ description: 'Who deleted it.' }) deletedBy!: string;
}

const AuditEntryConnection = connectionOf(AuditEntryType, 'AuditEntry');
const DeletedObjectConnection = connectionOf(DeletedObject, 'DeletedObject');
const first = { defaultValue: DEFAULT_PAGE, description: `How many, from 1 to ${MAX_PAGE}.` };
const after = { nullable: true, description: 'The cursor after which the page begins.' };

@Resolver()
export class HistoryResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'Every mutation that was asked for, refused ones included, the latest first. For administrators.',
  })
  auditLog(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Arg('operation', () => String, {
      nullable: true,
      description: 'Only this mutation, such as `eventPublish`.',
    })
    operation: string | undefined,
    @Ctx() { viewer, store }: MutationContext,
  ): Promise<Page<AuditEntryType>> {
    assertMay(viewer, 'READ_AUDIT', 'AuditEntry');
    const toNode = (row: AuditEntry) => ({
      ...row,
      at: row.at.toISOString(),
      keyId: row.keyId ? globalId('api_key', row.keyId) : null,
    });
    const list = {
      entity: AuditEntry,
      order: 'DESC' as const,
      toNode,
      ...(operation ? { where: { operation } } : {}),
    };
    return readPage(store.draft.manager, list, { first: size, after: cursor });
  }

  @Query(() => DeletedObjectConnection, { description: 'What is in the bin. For those who may read drafts.' })
  deletedObjects(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Ctx() { viewer, store }: MutationContext,
  ): Promise<Page<DeletedObject>> {
    assertMay(viewer, 'READ_DRAFT', '*');
    const toNode = (row: BinEntry) => ({
      ...row,
      id: globalId(row.type, row.id),
      kind: row.type.toUpperCase(),
      deletedAt: row.deletedAt.toISOString(),
    });
    return readPage(store.draft.manager, { entity: BinEntry, toNode }, { first: size, after: cursor });
  }
}
