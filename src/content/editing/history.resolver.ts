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
  description: 'The outcome of a mutation.',
  valuesConfig: {
    DONE: { description: 'It succeeded.' },
    REFUSED: { description: 'It was refused; nothing was written.' },
    FAILED: { description: 'It failed with an internal error; nothing was written.' },
  },
});

@ObjectType('AuditEntry', {
  description: 'A record of an attempted mutation. Records are never changed.',
})
export class AuditEntryType {
  @Field(() => ID, { description: 'A UUID; later entries have greater ones.' }) id!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'The name of the caller at that time.' }) viewer!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the API key, if one was used.' })
  keyId?: string | null;

  @Field({ description: 'The name of the mutation, or of an action of the program itself.' })
  operation!: string;

  @Field(() => [ID], { description: 'The global ids of the changed objects.' }) targets!: string[];

  @Field(() => AuditOutcome, { description: 'The outcome.' }) outcome!: AuditOutcome;

  @Field(() => [String], {
    description: 'For a refusal: the codes, each with its path. For an erasure: the given reason.',
  })
  reasons!: string[];
}

@ObjectType({ description: 'A deleted object in the bin.' })
export class DeletedObject {
  @Field(() => ID, { description: 'Its former global id, by which it can be restored.' }) id!: string;

  @Field(() => ContentKind, { description: 'Its content type.' }) kind!: string;

  @Field(() => String, { nullable: true, description: 'Its former external reference.' })
  externalRef?: string | null;

  @Field(() => String, { nullable: true, description: 'Its title or name.' }) title?: string | null;

  @Field(() => Int, { description: 'Its last version.' }) version!: number;

  @Field(() => DateTimeScalar, { description: 'When it was deleted.' }) deletedAt!: string;

  @Field({ description: 'Who deleted it.' }) deletedBy!: string;
}

const AuditEntryConnection = connectionOf(AuditEntryType, 'AuditEntry');
const DeletedObjectConnection = connectionOf(DeletedObject, 'DeletedObject');
const first = { defaultValue: DEFAULT_PAGE, description: `How many entries, from 1 to ${MAX_PAGE}.` };
const after = { nullable: true, description: 'The cursor after which the page begins.' };

@Resolver()
export class HistoryResolver {
  @Query(() => AuditEntryConnection, {
    description: 'All attempted mutations, refused ones included, latest first. For administrators.',
  })
  auditLog(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Arg('operation', () => String, {
      nullable: true,
      description: 'Restricts the log to this mutation, such as `eventPublish`.',
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

  @Query(() => DeletedObjectConnection, {
    description: 'The objects in the bin. For callers who may read drafts.',
  })
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
