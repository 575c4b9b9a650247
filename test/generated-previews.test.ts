import 'reflect-metadata';
import { parse } from 'graphql';
import { systemViewer, type Viewer } from '../src/content/contract/access.js';
import { globalId } from '../src/content/contract/global-id.js';
import { grantPreview, previewToken } from '../src/content/editing/preview.js';
import { event } from '../src/events/event.js';
import { editor, startDemo, type TestApplication } from './support/application.js';
import { comparable, firstDifference } from './support/compared.js';
import { contentSchemaOf } from './support/content-schema.js';
import { executed } from './support/executed.js';
import { NaiveReference } from './support/naive.js';
import { addOddContent } from './support/odd-content.js';
import { oddEvent } from './support/odd-objects.js';
import { Interest } from './support/operation-interest.js';
import { worldOf } from './support/operation-world.js';
import { OperationGenerator } from './support/operations.js';
import { Random } from './support/random.js';
import { rounds } from './support/rounds.js';
import { publish, writeDrafts } from './support/verbs.js';

const OPERATIONS = rounds({ short: 150, long: 6_000 });
const NOW = new Date('2024-06-10T12:00:00+08:00');

/** What previews are made of: drafts that are published, that are not, that differ, and an issue with all it lists. */
const PREVIEWED: Readonly<Record<string, readonly string[]>> = {
  Event: ['odd-event', 'odd-chinese', 'scc-pavilion-innoex-2024', 'information-security-2'],
  Article: ['odd-article', 'hkej-column-2024-04-11'],
  Issue: ['odd-issue', '2024-q2'],
  Organisation: ['scc', 'hksia', 'odd-organisation'],
  Person: ['odd-person', 'ma-yujie'],
};

let app: TestApplication;
let reference: NaiveReference;
beforeAll(async () => {
  app = await startDemo();
  await addOddContent(app);
  // Published in both languages, changed in both, and published in one of them.
  await writeDrafts(app.store, editor, [oddEvent('odd-event-halves', 'The odd event, half of it told')]);
  const where = { externalRef: 'odd-event' };
  const [row] = (await app.store.draft.manager.findBy(event.entity, where)) as { id: string }[];
  await publish(app.store, editor, { content: event, ids: [String(row?.id)], locales: ['zh-Hant'] });
  reference = await NaiveReference.over(app);
}, 60_000);
afterAll(() => app.close());

test(
  `${OPERATIONS} generated operations show with a preview token its drafts, and all else as it is published`,
  async () => {
    const content = contentSchemaOf(app.schema);
    const world = await worldOf(content, reference.stages.DRAFT, async (query, variables) => {
      const { data } = await executed(app, parse(query), variables, { viewer: editor, now: NOW });
      return data;
    });
    const random = new Random(20240612);
    const generator = new OperationGenerator(
      content,
      random,
      world,
      new Interest(content, new Set()),
      'DRAFT',
    );
    const previews = await everyPreview();
    const problems: string[] = [];
    for (let count = 0; count < OPERATIONS; count += 1) {
      const { source, variables } = generator.next();
      const { name, viewer, naive } = random.pick(previews);
      for (const run of variables) {
        const document = parse(source);
        const planned = comparable(await executed(app, document, run, { viewer, now: NOW }));
        const difference = firstDifference(
          planned,
          comparable(await naive.answer(document, run, NOW)),
          'answer',
        );
        if (difference) problems.push(`${name}: ${difference}\n${source}\n${JSON.stringify(run)}`);
      }
    }

    expect(`${problems.length} problems\n${problems.slice(0, 5).join('\n\n')}`).toBe('0 problems\n');
  },
  OPERATIONS * 400 + 60_000,
);

interface Preview {
  readonly name: string;
  readonly viewer: Viewer;
  readonly naive: NaiveReference;
}

function everyPreview(): Promise<Preview[]> {
  const { DRAFT: drafts } = reference.stages;
  const objects = Object.entries(PREVIEWED).flatMap(([type, refs]) => refs.map((ref) => ({ type, ref })));
  return Promise.all(
    objects.map(async ({ type, ref }) => {
      const id = drafts.all(type).find(({ externalRef }) => externalRef === ref)?.id;
      if (!id) throw new Error(`There is no ${type} ${ref}.`);
      const request = { id: globalId(drafts.tableName(type), id), minutes: 60 };
      const grant = await app.store.transaction((each) =>
        grantPreview(each, app.store, systemViewer, request),
      );
      const viewer = await app.endpoint.authenticate(`Bearer ${await previewToken(app.store, grant)}`);
      return { name: ref, viewer, naive: reference.preview(viewer.previewed ?? new Set()) };
    }),
  );
}
