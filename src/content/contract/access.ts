import { registerEnumType } from 'type-graphql';
import { refuse } from '../../foundation/errors.js';
import type { Stage } from './stage.js';

/** For a preview: objects that are shown neither as their drafts nor as they are public, and their rows by table. */
export interface MergedRows {
  readonly ids: readonly string[];
  /** As JSON, with the names that the columns have in the database. */
  readonly rows: string;
}

/** What a key may be given. Roles add up; none includes another one. */
export enum Role {
  READER = 'READER',
  EDITOR = 'EDITOR',
  PUBLISHER = 'PUBLISHER',
  PARTNER = 'PARTNER',
  FRONT_END = 'FRONT_END',
  ADMIN = 'ADMIN',
}

registerEnumType(Role, {
  name: 'Role',
  description: 'What a key may be given. Roles add up; none includes another one.',
  valuesConfig: {
    READER: { description: 'Reads drafts.' },
    EDITOR: { description: 'Reads and writes drafts.' },
    PUBLISHER: { description: 'Reads drafts, publishes them, and manages the feeds of partners.' },
    PARTNER: { description: 'Reads what is published, under a name, and sees the feeds of its account.' },
    FRONT_END: {
      description:
        'Reads what is published, as anybody does, for all the readers of a website: with a limit as high as the machine allows.',
    },
    ADMIN: {
      description:
        'Does all that editors and publishers do, manages accounts, keys and webhooks, and erases personal data.',
    },
  },
});

export type Verb = 'READ' | 'READ_DRAFT' | 'WRITE' | 'PUBLISH' | 'MANAGE' | 'READ_AUDIT' | 'READ_OWN';

/** Every content type; other types are named. */
const content = ['*'];

/** Who may do what to which types. Nothing else in the program decides that. */
export const grants: Readonly<Record<Role | 'PUBLIC', Readonly<Partial<Record<Verb, readonly string[]>>>>> =
  Object.freeze({
    PUBLIC: { READ: content },
    READER: { READ: content, READ_DRAFT: content },
    EDITOR: { READ: content, READ_DRAFT: content, WRITE: content },
    PUBLISHER: {
      READ: content,
      READ_DRAFT: content,
      PUBLISH: content,
      MANAGE: ['PartnerFeed'],
      READ_OWN: ['PartnerFeed'],
    },
    PARTNER: { READ: content, READ_OWN: ['PartnerFeed'] },
    FRONT_END: { READ: content },
    ADMIN: {
      READ: content,
      READ_DRAFT: content,
      WRITE: content,
      PUBLISH: content,
      MANAGE: ['Account', 'ApiKey', 'PartnerFeed', 'PersonalData', 'Webhook'],
      READ_AUDIT: ['AuditEntry'],
      READ_OWN: ['PartnerFeed'],
    },
  });

/** Who asks. Always given: what the program does by itself it does as a named viewer, too. */
export interface Viewer {
  /** As the history shows it. */
  readonly name: string;
  /** None: anybody without a key. */
  readonly roles: readonly Role[];
  readonly accountId?: string;
  readonly keyId?: string;
  /** Set for a key that may write and publish words in these locales only, and nothing that is shared by all. */
  readonly locales?: readonly string[];
  /** Set for the holder of a preview token: the ids of the objects whose drafts it shows. */
  readonly previewed?: ReadonlySet<string>;
  /** What it shows of objects of which only some languages would be published. */
  readonly merged?: MergedRows;
}

/** Knows who a token belongs to. There is one for each kind of token. */
export interface Authenticator {
  /** What its tokens begin with, such as `scc_`. */
  readonly prefix: string;
  /** @throws Refusal UNAUTHENTICATED for a token that is not good, or not any more */
  authenticate(token: string): Promise<Viewer>;
}

/** Who a request comes from, by its header `Authorization`. @throws Refusal UNAUTHENTICATED */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer>;

/** Anybody without a key. */
export const publicViewer: Viewer = Object.freeze({ name: 'public', roles: [] });

/** The program itself, for example when it loads the demo content. */
export const systemViewer: Viewer = Object.freeze({ name: 'system', roles: [Role.ADMIN] });

export function may(viewer: Viewer, verb: Verb, type: string): boolean {
  return [...viewer.roles, 'PUBLIC' as const].some((role) => {
    const types = grants[role][verb] ?? [];
    return types.includes('*') || types.includes(type);
  });
}

/** Whether somebody sees of content what anybody sees, so that all of them can get the same answers. */
export function seesOnlyPublic(viewer: Viewer): boolean {
  return !viewer.previewed && !may(viewer, 'READ_DRAFT', '*');
}

/** @throws Refusal UNAUTHENTICATED without a key, FORBIDDEN with one that may not do this */
export function assertMay(viewer: Viewer, verb: Verb, type: string, path: readonly string[] = []): void {
  if (may(viewer, verb, type)) return;
  const action = verb === 'MANAGE' ? `Managing ${managed[type] ?? type}` : actions[verb];
  const needed = `${action} needs a key with ${rolesWith(verb, type)}`;
  if (viewer.roles.length === 0) {
    refuse('UNAUTHENTICATED', `${needed}: send it as "Authorization: Bearer scc_…".`, path);
  }
  refuse('FORBIDDEN', `${needed}; this one has ${viewer.roles.join(', ')}.`, path);
}

/** @throws Refusal UNAUTHENTICATED or FORBIDDEN */
export function assertCanRead(viewer: Viewer, stage: Stage, type = '*'): void {
  if (stage === 'draft' && !viewer.previewed) assertMay(viewer, 'READ_DRAFT', type, ['stage']);
}

const actions: Readonly<Record<Exclude<Verb, 'MANAGE'>, string>> = {
  READ: 'Reading',
  READ_DRAFT: 'Reading drafts',
  WRITE: 'Changing content',
  PUBLISH: 'Publishing',
  READ_AUDIT: 'Reading the audit log',
  READ_OWN: 'Reading what is kept for an account',
};

/** What those who manage a type are said to manage. */
const managed: Readonly<Record<string, string>> = {
  Account: 'accounts and keys',
  ApiKey: 'accounts and keys',
  PartnerFeed: 'the feeds of partners',
  PersonalData: 'personal data',
  Webhook: 'webhooks',
};

function rolesWith(verb: Verb, type: string): string {
  const roles = Object.values(Role).filter((role) => may({ name: role, roles: [role] }, verb, type));
  return `the role ${roles.join(' or ')}`;
}
