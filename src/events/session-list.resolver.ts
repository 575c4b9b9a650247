import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { assertMay } from '../content/contract/access.js';
import { globalId, uuidOf } from '../content/contract/global-id.js';
import { changeObjects } from '../content/editing/change-objects.js';
import type { MutationContext } from '../content/editing/mutation.js';
import { type ChangedObjects, payloadOf } from '../content/editing/payload.type.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { Change } from '../content/writing/change.js';
import { touch } from '../content/writing/change-document.js';
import { writeShared } from '../content/writing/current-version.js';
import { writeDrafts } from '../content/writing/write-drafts.js';
import { Event, event } from './event.js';
import { eventSeries } from './event-series.js';

@InputType({ description: 'An event as a session of a series.' })
export class SessionInput {
  @Field(() => ID, { description: 'The event.' }) event!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The session number, from 1; by default the position in the list.',
  })
  session?: number | null;
}

@InputType({ description: 'All sessions of a series.' })
export class EventSeriesSessionsSetInput {
  @Field(() => ID, { description: 'The id of the series.' }) id!: string;

  @Field(() => Int, {
    description:
      'The `version` of the series that was read: if a field that all languages share has changed since, nothing is written.',
  })
  expectedVersion!: number;

  @Field(() => [SessionInput], {
    description: 'The sessions. An event that is no longer listed leaves the series, and is not deleted.',
  })
  sessions!: SessionInput[];
}

@Resolver()
export class SessionListResolver {
  @Mutation(() => payloadOf(eventSeries), {
    description: 'Sets the sessions of a series and their numbers. For editors.',
  })
  eventSeriesSessionsSet(
    @Arg('input', () => EventSeriesSessionsSetInput, {
      description: 'The series and its sessions.',
      validate: false,
    })
    input: EventSeriesSessionsSetInput,
    @Ctx() context: MutationContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ChangedObjects> {
    const { store, viewer } = context;
    return changeObjects(eventSeries, 'WRITE', context, info, async (transaction) => {
      assertMay(viewer, 'WRITE', event.name);
      const id = uuidOf(eventSeries.table, input.id, ['input', 'id']);
      await writeShared(
        transaction,
        store,
        eventSeries,
        { id, expectedVersion: input.expectedVersion },
        async (row) => {
          const before = await sessionsOf(transaction, id);
          const changes = changesTo(id, input.sessions, before);
          const written = await writeDrafts(transaction, store, viewer, changes);
          const after = await sessionsOf(transaction, id);
          const change = { path: 'sessions', locale: null, before: numbered(before), after: numbered(after) };
          await touch(transaction, store, viewer, { content: eventSeries, row, change });
          return written.some((each) => each.changes.length > 0);
        },
      );
      return [id];
    });
  }
}

function sessionsOf({ draft }: Transaction, seriesId: string): Promise<Event[]> {
  return draft.find(Event, { where: { seriesId }, order: { session: 'ASC', id: 'ASC' } });
}

function numbered(events: readonly Event[]) {
  return events.map(({ id, session }) => ({ event: globalId(event.table, id), session }));
}

function changesTo(series: string, sessions: readonly SessionInput[], present: readonly Event[]): Change[] {
  const path = (index: number) => ['input', 'sessions', String(index), 'event'];
  const wanted = sessions.map((each, index) => ({
    ...each,
    id: uuidOf(event.table, each.event, path(index)),
  }));
  const ids = new Set(wanted.map(({ id }) => id));
  const leaving = present.filter(({ id }) => !ids.has(id));
  const change = (id: string, document: Change['document'], locate: Change['locate']): Change => ({
    content: event,
    id,
    mode: 'UPDATE',
    document,
    ...(locate ? { locate } : {}),
  });
  return [
    ...leaving.map(({ id }) => change(id, { series: null, session: null }, undefined)),
    ...wanted.map(({ id, session }, index) =>
      change(id, { series: globalId(eventSeries.table, series), session: session ?? index + 1 }, (place) => [
        'input',
        'sessions',
        String(index),
        ...place,
      ]),
    ),
  ];
}
