import { randomUUID } from 'node:crypto';
import type { Asking, TestApplication } from './application.js';

// biome-ignore lint/suspicious/noExplicitAny: the shape of a payload is that of the selection.
export type Payload = any;

/** Asks for mutations by their names, with the one input that each of them has. */
export class Mutations {
  constructor(
    readonly app: TestApplication,
    readonly who: Asking,
    readonly headers: Record<string, string> = {},
  ) {}

  /** The same, with other headers. */
  with(headers: Record<string, string>): Mutations {
    return new Mutations(this.app, this.who, { ...this.headers, ...headers });
  }

  /** The payload, whatever it says. @throws when the request as a whole is refused */
  async ask(field: string, input: object, selection = ''): Promise<Payload> {
    const data = await this.who.data(this.#document(field, selection), { input }, this.headers);
    return data[field];
  }

  /** The payload of a mutation that must succeed. */
  async done(field: string, input: object, selection = ''): Promise<Payload> {
    const payload = await this.ask(field, input, selection);
    if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors, null, 2));
    return payload;
  }

  /** The whole answer, refused or not. */
  answer(field: string, input: object, selection = '') {
    return this.who.ask(this.#document(field, selection), { input }, this.headers);
  }

  #document(field: string, selection: string): string {
    const [argument] = this.app.schema.getMutationType()?.getFields()[field]?.args ?? [];
    if (!argument) throw new Error(`There is no mutation ${field}.`);
    const errors = 'userErrors { code message path conflict { currentVersion changedBy } }';
    return `mutation ($input: ${argument.type}) { ${field}(input: $input) { ${selection} ${errors} } }`;
  }
}

/** The ids of demo content, by type and slug. */
export async function idOf(app: TestApplication, field: string, slug: string): Promise<string> {
  const data = await app.data(`query ($slug: String!) { ${field}(slug: $slug) { id } }`, { slug });
  return data[field].id;
}

/** Changes objects of one type so that there is something to publish. */
export async function changeEach(who: Mutations, noun: string, ids: readonly string[]): Promise<void> {
  const query = `query ($id: ID!) { ${noun}(id: $id, stage: DRAFT) { version } }`;
  for (const id of ids) {
    const data = await who.who.data(query, { id });
    const externalRef = `changed-${randomUUID()}`;
    await who.done(`${noun}Update`, { id, expectedVersion: data[noun].version, externalRef });
  }
}
