import 'reflect-metadata';
import { startEmpty, type TestApplication } from './support/application.js';
import { anArticle, anEvent, anIssue, changed, Desk, type Piece } from './support/builders.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const listing = (...items: Piece[]) =>
  items.map(({ type, ref }) => ({ [type === 'Event' ? 'event' : 'article']: ref }));

const read = async (issue: Piece) => {
  const data = await app.data(
    `query ($id: ID) {
      issue(id: $id) { title events(first: 100) { nodes { title } } articles(first: 100) { nodes { title } } }
    }`,
    { id: desk.id(issue) },
  );
  return data.issue;
};

const titles = (nodes: { title: string }[]) => nodes.map(({ title }) => title);

describe('an issue', () => {
  const [event, article] = [anEvent({ ref: 'with-issue' }), anArticle({ ref: 'read-all-about-it' })];
  const issue = anIssue({
    sections: [
      { kind: 'LEAD', items: listing(article) },
      { kind: 'UPCOMING', items: listing(event) },
    ],
  });

  test('is published alone, or with everything that it lists', async () => {
    await desk.write(event, article, issue);

    await desk.publish(issue);
    const alone = await read(issue);
    await desk.publish(issue, { withContents: true });
    const whole = await read(issue);

    expect(alone).toEqual({ title: issue.ref, events: { nodes: [] }, articles: { nodes: [] } });
    expect(whole).toEqual({
      title: issue.ref,
      events: { nodes: [{ title: 'with-issue' }] },
      articles: { nodes: [{ title: 'read-all-about-it' }] },
    });
  });

  test('leaves out, in one language, the items without text in it', async () => {
    const both = anArticle({ text: { en: { title: 'Both' }, 'zh-Hant': { title: '兩種' } } });
    const english = anArticle({ text: { en: { title: 'English alone' } } });
    const chosen = anIssue({
      text: { en: { title: 'Issue' }, 'zh-Hant': { title: '一期' } },
      sections: [{ kind: 'LEAD', items: listing(both, english) }],
    });
    await desk.write(both, english, chosen);

    await desk.publish(chosen, { withContents: true, locales: ['zh-HK'] });

    expect(titles((await read(chosen)).articles.nodes)).toEqual(['兩種']);
    await expect(desk.publish(english, { locales: ['zh-Hant'] })).rejects.toThrow('no text in zh-Hant');
    await desk.publish(english);
    expect(titles((await read(chosen)).articles.nodes)).toEqual(['兩種', 'English alone']);
  });

  test('is not published at all when one of its items cannot be', async () => {
    const owner = anEvent({ ref: 'owner', text: { en: { title: 'Owner', slug: 'wanted' } } });
    const fine = anEvent({ ref: 'fine' });
    const thief = anEvent({ ref: 'thief', text: { en: { title: 'Thief', slug: 'wanted' } } });
    const broken = anIssue({ sections: [{ kind: 'REVIEW', items: listing(fine, thief) }] });
    await desk.release(owner);
    // In draft the slug has been given up; in public the owner still has it.
    await desk.write(changed(owner, { text: { en: { title: 'Owner', slug: 'given-up' } } }));
    await desk.write(fine, thief, broken);

    await expect(desk.publish(broken, { withContents: true })).rejects.toThrow();
    const { event: stillOwner } = await app.data(`{ event(slug: "wanted") { title } }`);
    const { nodes } = await app.data(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, {
      ids: [broken, fine, thief].map((object) => desk.id(object)),
    });

    expect(nodes).toEqual([null, null, null]);
    expect(stillOwner).toEqual({ title: 'Owner' });
  });

  test('is read whole in one version or not at all, while it is being published', async () => {
    const version = (name: string) => {
      const text = (ref: string) => ({ en: { title: `${ref} ${name}`, slug: ref } });
      const events = Array.from({ length: 30 }, (_, index) =>
        anEvent({ ref: `busy-${index}`, text: text(`busy-${index}`) }),
      );
      const sections = [{ kind: 'REVIEW', items: listing(...events) }];
      return [anIssue({ ref: 'busy', text: text('busy'), sections }), ...events] as const;
    };
    const seen = new Set<string>();
    let isPublishing = true;
    const watch = async () => {
      while (isPublishing) {
        const now = await read(version('any')[0]);
        const names: string[] = now
          ? [now.title, ...titles(now.events.nodes)].map((t) => t.split(' ')[1] ?? '')
          : [];
        seen.add(`${names.length} of ${[...new Set(names)].join(' and ')}`);
      }
    };

    await desk.write(...version('v1'));
    const watching = [watch(), watch(), watch()];
    for (const name of ['v1', 'v2', 'v3']) {
      const [issueNow, ...events] = version(name);
      await desk.write(issueNow, ...events);
      await desk.publish(issueNow, { withContents: true });
    }
    await read(version('v3')[0]);
    isPublishing = false;
    await Promise.all(watching);

    const whole = ['v1', 'v2', 'v3'].map((name) => `31 of ${name}`);
    expect([...seen].filter((state) => ![...whole, '0 of '].includes(state))).toEqual([]);
    expect(seen).toContain('0 of ');
    expect(seen.size).toBeGreaterThan(2);
  });
});
